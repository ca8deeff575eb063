using Metier.Platform;

namespace Metier.Invoicing;

/// <summary>
/// Factur-X 1.0 (the same as ZUGFeRD 2): a PDF/A-3 for people that carries the invoice for programs, as Cross Industry Invoice of the
/// profile EN 16931.
/// </summary>
public static class FacturX
{
    /// <summary>The name the standard gives the file inside.</summary>
    public const string FileName = "factur-x.xml";

    /// <summary>The file to put into the PDF, with what the PDF must say of it.</summary>
    public static PdfAttachment Attachment(EInvoice invoice) =>
        new(FileName, "text/xml", CiiWriter.Write(invoice), EInvoiceText.Attached)
        {
            Properties = new PdfProperties(
                "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
                "fx",
                "Factur-X PDFA Extension Schema",
                [
                    ("DocumentFileName", FileName, "The name of the embedded XML document"),
                    ("DocumentType", "INVOICE", "The type of the hybrid document in capital letters"),
                    ("Version", "1.0", "The version of the standard applying to the embedded XML document"),
                    ("ConformanceLevel", "EN 16931", "The conformance level of the embedded XML document"),
                ]
            ),
        };
}
