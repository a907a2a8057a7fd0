<!-- What the lab's machines need beyond the provider's own fields: LUNs that both hosts share, a processor that emulation
     can be trusted with, no devices that nobody uses. The domain's type (qemu: emulated, or kvm) decides the processor. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="devices/channel|devices/graphics|devices/video|devices/console"/>

  <xsl:template match="/domain/cpu"/>
  <xsl:template match="/domain/os">
    <xsl:copy-of select="."/>
    <xsl:choose>
      <!-- No AVX (its state is corrupted under an emulated Xen), no SMAP and SMEP (Xen's dom0 crashes), but SVM for guests. -->
      <xsl:when test="/domain/@type='qemu'">
        <cpu mode="custom" match="exact" check="none">
          <model fallback="allow">Opteron_G3</model>
          <feature policy="require" name="svm"/>
          <feature policy="require" name="npt"/>
          <feature policy="require" name="ssse3"/>
          <feature policy="require" name="sse4.1"/>
          <feature policy="require" name="sse4.2"/>
          <feature policy="require" name="aes"/>
          <feature policy="disable" name="misalignsse"/>
          <feature policy="disable" name="monitor"/>@TOPOLOGY@
        </cpu>
      </xsl:when>
      <xsl:otherwise><cpu mode="host-passthrough">@TOPOLOGY@</cpu></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="devices">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()"/>
      <controller type="usb" model="none"/>
      <xsl:if test="disk[@type='volume' and source/@pool='luns' and source/@volume=preceding-sibling::disk/source/@volume]">
        <controller type="scsi" index="1" model="virtio-scsi"/>
      </xsl:if>
      <memballoon model="none"/>
      <serial type="file">
        <source path="/var/log/libvirt/{/domain/name}.console"/>
        <target port="0"/>
      </serial>
    </xsl:copy>
  </xsl:template>

  <!-- A machine's own disk can be made again: writing through to the machine's disk would only cost time. -->
  <xsl:template match="disk[source/@pool='disks']/driver">
    <driver name="qemu" type="{@type}" cache="unsafe" discard="unmap"/>
  </xsl:template>
  <xsl:template match="disk[source/@pool='seeds']">
    <xsl:copy><xsl:apply-templates select="@*|node()"/><readonly/></xsl:copy>
  </xsl:template>
  <!-- LUNs go past every cache, because two hosts see the same blocks. -->
  <xsl:template match="disk[source/@pool='luns']">
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <driver name="qemu" type="{driver/@type}" cache="none" discard="unmap"/>
      <xsl:apply-templates select="source|target"/>
      <xsl:choose>
        <xsl:when test="starts-with(source/@volume, 'backup')"><readonly/></xsl:when>
        <xsl:otherwise><shareable/></xsl:otherwise>
      </xsl:choose>
      <serial><xsl:value-of select="substring-before(concat(source/@volume, '.'), '.')"/></serial>
      <xsl:apply-templates select="wwn"/>
      <!-- A LUN once more is a second path to it, which has a controller of its own: one serial, one WWN. -->
      <xsl:if test="source/@volume=preceding-sibling::disk/source/@volume">
        <address type="drive" controller="1" bus="0" target="0" unit="{count(preceding-sibling::disk[source/@pool='luns'])}"/>
      </xsl:if>
    </xsl:copy>
  </xsl:template>
  <xsl:template match="interface">
    <xsl:copy><xsl:apply-templates select="@*|node()"/><driver name="qemu"/></xsl:copy>
  </xsl:template>
</xsl:stylesheet>
