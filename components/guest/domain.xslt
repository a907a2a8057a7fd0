<!-- What every guest needs beyond the provider's own fields: disks as files, which need no pool on the host that it migrates to;
     pinning; a console that can be read; no device that nobody uses. The platform's own file comes in at the end, with the named
     templates that this one calls. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="devices/channel|devices/graphics|devices/video|devices/console"/>
  <xsl:template match="/domain/cpu|/domain/clock"/>

  <xsl:template match="/domain/vcpu">
    <xsl:copy-of select="."/>
    <cputune>@PINS@</cputune>
    <xsl:call-template name="processor"/>
    <!-- A guest that resets itself (a crash, a triple fault) is stopped, so that status tells it and up starts it with its services. -->
    <on_reboot>destroy</on_reboot>
  </xsl:template>

  <xsl:template match="disk[@type='volume']">
    <disk type="file" device="disk">
      <xsl:call-template name="driver"/>
      <source file="@DIRECTORY@/{source/@volume}"/>
      <xsl:call-template name="target"/>
    </disk>
  </xsl:template>

  <xsl:template match="devices">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()"/>
      <xsl:call-template name="devices"/>
      <serial type="file">
        <source path="@CONSOLE@"/>
        <target port="0"/>
      </serial>
    </xsl:copy>
  </xsl:template>
@PLATFORM@</xsl:stylesheet>
