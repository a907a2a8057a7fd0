<!-- A guest's disk holds only what differs from the guest image, which lies outside every pool. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>
  <xsl:template match="/volume/target">
    <xsl:copy-of select="."/>
    <backingStore>
      <path>@IMAGE@</path>
      <format type="raw"/>
    </backingStore>
  </xsl:template>
</xsl:stylesheet>
