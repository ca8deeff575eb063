namespace Metier.Invoicing;

/// <summary>The two forms of an e-invoice.</summary>
public enum EInvoiceForm
{
    /// <summary>Cross Industry Invoice, as inside the PDF.</summary>
    Cii,

    /// <summary>UBL 2.1.</summary>
    Ubl,
}

/// <summary>The files of a document for programs.</summary>
public static class EInvoiceFiles
{
    /// <summary>The file; null when the document is no e-invoice.</summary>
    public static byte[]? Write(InvoiceView view, EInvoiceForm form)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Content.Electronic is not { } invoice ? null
            : form == EInvoiceForm.Cii ? CiiWriter.Write(invoice)
            : UblWriter.Write(invoice);
    }

    /// <summary>Its name.</summary>
    public static string Name(InvoiceView view, EInvoiceForm form)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Invoice.Number + (form == EInvoiceForm.Cii ? ".cii.xml" : ".ubl.xml");
    }
}
