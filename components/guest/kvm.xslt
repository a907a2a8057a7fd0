<!-- What a guest under KVM needs beyond the provider's own fields: disks as files, which need no pool on the host that it
     migrates to, past every cache, as two hosts may see them; pinning; a console that can be read; no device that nobody uses. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="devices/channel|devices/graphics|devices/video|devices/console"/>

  <xsl:template match="/domain/vcpu">
    <xsl:copy-of select="."/>
    <cputune>@PINS@</cputune>
  </xsl:template>
  <xsl:template match="/domain/cpu">
    <cpu mode="host-passthrough" migratable="on"/>
    <!-- The usual clocks of a Linux guest: reading an HPET costs a trip through the hypervisor's user space. -->
    <clock offset="utc">
      <timer name="rtc" tickpolicy="catchup"/>
      <timer name="pit" tickpolicy="delay"/>
      <timer name="hpet" present="no"/>
    </clock>
    <!-- A guest that resets itself (a crash, a triple fault) is stopped, so that status tells it and up starts it with its services. -->
    <on_reboot>destroy</on_reboot>
  </xsl:template>

  <!-- Nothing boots from the network: its firmware would only be run through, card by card. -->
  <xsl:template match="interface">
    <xsl:copy><xsl:apply-templates select="@*|node()"/><rom enabled="no"/></xsl:copy>
  </xsl:template>

  <xsl:template match="disk[@type='volume']">
    <disk type="file" device="disk">
      <driver name="qemu" type="{driver/@type}" cache="none"/>
      <source file="@DIRECTORY@/{source/@volume}"/>
      <xsl:copy-of select="target"/>
      <xsl:if test="substring(source/@volume, string-length(source/@volume) - 4) = '.seed'"><readonly/></xsl:if>
    </disk>
  </xsl:template>

  <xsl:template match="devices">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()"/>
      <controller type="usb" model="none"/>
      <memballoon model="none"/>
      <serial type="file">
        <source path="@CONSOLE@"/>
        <target port="0"/>
      </serial>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
