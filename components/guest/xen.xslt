  <!-- A time stamp counter that is not trapped: each read would be, and an emulated host has no hardware for it. -->
  <xsl:template name="processor"><clock offset="utc"><timer name="tsc" mode="native"/></clock></xsl:template>

  <!-- The seed too is writable: QEMU's Xen disks refuse a read-only file ("Block node is read-only", QEMU 10.0). -->
  <xsl:template name="driver"><driver name="qemu" type="{driver/@type}"/></xsl:template>
  <xsl:template name="target"><target dev="xvd{substring(target/@dev, 3)}" bus="xen"/></xsl:template>
  <xsl:template match="interface/model">
    <model type="netfront"/>
    <script path="@CARD_SCRIPT@"/>
  </xsl:template>

  <!-- libvirt's Xen driver does not know these devices. -->
  <xsl:template match="devices/rng|devices/memballoon"/>
  <xsl:template name="devices"/>
