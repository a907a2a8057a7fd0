<!-- What a PVHVM guest under Xen needs beyond the provider's own fields: disks and cards by Xen's drivers, pinning, a time
     stamp counter that is not trapped (each read would be, and an emulated host has no hardware for it); none of the devices
     that libvirt's Xen driver does not know. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="devices/rng|devices/channel|devices/graphics|devices/video|devices/memballoon|devices/console"/>
  <xsl:template match="/domain/cpu|/domain/clock"/>

  <xsl:template match="/domain/vcpu">
    <xsl:copy-of select="."/>
    <cputune>@PINS@</cputune>
  </xsl:template>
  <xsl:template match="/domain/os">
    <xsl:copy-of select="."/>
    <clock offset="utc"><timer name="tsc" mode="native"/></clock>
    <!-- A guest that resets itself (a crash, a triple fault) is stopped, so that status tells it and up starts it with its services. -->
    <on_reboot>destroy</on_reboot>
  </xsl:template>

  <xsl:template match="disk[@type='volume']">
    <disk type="file" device="disk">
      <driver name="qemu" type="{driver/@type}"/>
      <source file="@DIRECTORY@/{source/@volume}"/>
      <!-- The seed too is writable: QEMU's Xen disks refuse a read-only file ("Block node is read-only", QEMU 10.0). -->
      <target dev="xvd{substring(target/@dev, 3)}" bus="xen"/>
    </disk>
  </xsl:template>
  <xsl:template match="interface/model">
    <model type="netfront"/>
    <script path="/etc/xen/scripts/crossbed-vif"/>
  </xsl:template>

  <xsl:template match="devices">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()"/>
      <serial type="file">
        <source path="@CONSOLE@"/>
        <target port="0"/>
      </serial>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
