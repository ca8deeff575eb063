using QRCoder;

namespace Metier.Web.Members;

/// <summary>QR codes for authenticator apps.</summary>
internal static class QrCode
{
    public static string DataUri(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(data);
        return "data:image/png;base64," + Convert.ToBase64String(png.GetGraphic(6));
    }
}
