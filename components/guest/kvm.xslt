  <!-- The usual clocks of a Linux guest: reading an HPET costs a trip through the hypervisor's user space. -->
  <xsl:template name="processor">
    <cpu mode="host-passthrough" migratable="on"/>
    <clock offset="utc">
      <timer name="rtc" tickpolicy="catchup"/>
      <timer name="pit" tickpolicy="delay"/>
      <timer name="hpet" present="no"/>
    </clock>
  </xsl:template>

  <!-- Past every cache, as two hosts may see the disk. -->
  <xsl:template name="driver"><driver name="qemu" type="{driver/@type}" cache="none"/></xsl:template>
  <xsl:template name="target">
    <xsl:copy-of select="target"/>
    <xsl:if test="substring(source/@volume, string-length(source/@volume) - 4) = '.seed'"><readonly/></xsl:if>
  </xsl:template>

  <!-- Nothing boots from the network: its firmware would only be run through, card by card. -->
  <xsl:template match="interface">
    <xsl:copy><xsl:apply-templates select="@*|node()"/><rom enabled="no"/></xsl:copy>
  </xsl:template>

  <xsl:template name="devices"><controller type="usb" model="none"/><memballoon model="none"/></xsl:template>
