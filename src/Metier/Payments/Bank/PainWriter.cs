using System.Globalization;
using System.Text;
using System.Xml;
using Metier.Ledger;

namespace Metier.Payments;

/// <summary>One order for the bank.</summary>
/// <param name="EndToEndId">Comes back on the statement.</param>
/// <param name="Amount">What arrives.</param>
/// <param name="Holder">Whose account.</param>
/// <param name="Destination">IBAN, or BIC/number.</param>
/// <param name="Text">What the receiver reads.</param>
internal sealed record PainOrder(string EndToEndId, Money Amount, string Holder, string Destination, string Text);

/// <summary>
/// Writes <c>pain.001.001.09</c> (ISO 20022 customer credit transfer initiation): one group of SEPA transfers, one of all
/// others. The same orders give the same bytes.
/// </summary>
internal static class PainWriter
{
    private const string Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    public static byte[] Write(
        BankSettings bank,
        Guid fileId,
        DateTime createdAt,
        DateOnly executeOn,
        IReadOnlyList<PainOrder> orders
    )
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
        };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartElement("Document", Namespace);
            xml.WriteStartElement("CstmrCdtTrfInitn", Namespace);
            xml.WriteStartElement("GrpHdr", Namespace);
            Text(xml, "MsgId", fileId.ToString("N"));
            Text(xml, "CreDtTm", createdAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            Totals(xml, orders);
            xml.WriteStartElement("InitgPty", Namespace);
            Text(xml, "Nm", Plain(bank.Holder, 70));
            xml.WriteEndElement();
            xml.WriteEndElement();
            Group(xml, bank, fileId, executeOn, [.. orders.Where(IsSepa)], sepa: true);
            Group(xml, bank, fileId, executeOn, [.. orders.Where(o => !IsSepa(o))], sepa: false);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return stream.ToArray();
    }

    private static bool IsSepa(PainOrder order) =>
        order.Amount.Currency == Currency.Eur
        && PayoutAccounts.Iban(order.Destination) is { } iban
        && PayoutRails.Of(iban[..2])?.Out.Contains(PayoutRail.Sepa) == true;

    private static void Group(
        XmlWriter xml,
        BankSettings bank,
        Guid fileId,
        DateOnly executeOn,
        List<PainOrder> orders,
        bool sepa
    )
    {
        if (orders.Count == 0)
        {
            return;
        }
        xml.WriteStartElement("PmtInf", Namespace);
        Text(xml, "PmtInfId", fileId.ToString("N") + (sepa ? "-S" : "-W"));
        Text(xml, "PmtMtd", "TRF");
        // Each by itself on the statement, so that each can be matched.
        Text(xml, "BtchBookg", "false");
        Totals(xml, orders);
        if (sepa)
        {
            Path(xml, "SEPA", "PmtTpInf", "SvcLvl", "Cd");
        }
        Path(xml, executeOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "ReqdExctnDt", "Dt");
        Path(xml, Plain(bank.Holder, 70), "Dbtr", "Nm");
        Path(xml, PayoutAccounts.Iban(bank.Iban)!, "DbtrAcct", "Id", "IBAN");
        Path(xml, PayoutAccounts.Bic(bank.Bic)!, "DbtrAgt", "FinInstnId", "BICFI");
        Text(xml, "ChrgBr", sepa ? "SLEV" : "SHAR");
        foreach (var order in orders)
        {
            Order(xml, order);
        }
        xml.WriteEndElement();
    }

    private static void Order(XmlWriter xml, PainOrder order)
    {
        xml.WriteStartElement("CdtTrfTxInf", Namespace);
        Path(xml, order.EndToEndId, "PmtId", "EndToEndId");
        xml.WriteStartElement("Amt", Namespace);
        xml.WriteStartElement("InstdAmt", Namespace);
        xml.WriteAttributeString("Ccy", order.Amount.Currency.Code);
        xml.WriteString(order.Amount.ToDecimalString());
        xml.WriteEndElement();
        xml.WriteEndElement();
        var wire = order.Destination.Split('/', 2);
        if (wire.Length == 2)
        {
            Path(xml, wire[0], "CdtrAgt", "FinInstnId", "BICFI");
        }
        Path(xml, Plain(order.Holder, 70), "Cdtr", "Nm");
        if (wire.Length == 2)
        {
            Path(xml, wire[1], "CdtrAcct", "Id", "Othr", "Id");
        }
        else
        {
            Path(xml, order.Destination, "CdtrAcct", "Id", "IBAN");
        }
        Path(xml, Plain(order.Text, 140), "RmtInf", "Ustrd");
        xml.WriteEndElement();
    }

    private static void Totals(XmlWriter xml, IReadOnlyCollection<PainOrder> orders)
    {
        var sum = orders.Aggregate((Money?)null, (a, o) => a is { } so ? so + o.Amount : o.Amount);
        Text(xml, "NbOfTxs", orders.Count.ToString(CultureInfo.InvariantCulture));
        Text(xml, "CtrlSum", sum?.ToDecimalString() ?? "0");
    }

    private static void Path(XmlWriter xml, string value, params string[] path)
    {
        foreach (var name in path)
        {
            xml.WriteStartElement(name, Namespace);
        }
        xml.WriteString(value);
        foreach (var _ in path)
        {
            xml.WriteEndElement();
        }
    }

    private static void Text(XmlWriter xml, string name, string value) =>
        xml.WriteElementString(name, Namespace, value);

    /// <summary>The letters all banks of SEPA take (EPC217-08); accents become their letter, the rest a point.</summary>
    private static string Plain(string text, int length)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark)
            {
                continue;
            }
            plain.Append(char.IsAsciiLetterOrDigit(c) || "/-?:().,'+ ".Contains(c, StringComparison.Ordinal) ? c : '.');
        }
        var cut = plain.ToString().Trim();
        return cut.Length == 0 ? "-"
            : cut.Length <= length ? cut
            : cut[..length].TrimEnd();
    }
}
