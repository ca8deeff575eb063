using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Metier.Ledger;

namespace Metier.Payments;

/// <summary>What is wrong with a statement, and where.</summary>
internal sealed class CamtException(string problem, int line) : Exception(problem)
{
    /// <summary>Counted from 1; 0 when it has no place.</summary>
    public int Line { get; } = line;
}

/// <summary>One line of a statement as the bank wrote it.</summary>
internal sealed record CamtLine(
    string Key,
    Money Amount,
    DateTime BookedAt,
    string Reference,
    string EndToEndId,
    string Counterparty,
    string CounterpartyAccount,
    string Text,
    string? ReturnCode
);

/// <summary>A statement as the bank wrote it.</summary>
internal sealed record CamtStatement(
    string Id,
    string Account,
    Money Closing,
    DateTime ClosingAt,
    IReadOnlyList<CamtLine> Lines
);

/// <summary>
/// Reads <c>camt.053</c> (ISO 20022, any version): booked entries, each part of a collective one by itself. Documents with a
/// DTD are refused, nothing is fetched, and what is not as it must be is named with its line.
/// </summary>
internal static class CamtReader
{
    private const string Namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";

    public static List<CamtStatement> Read(ReadOnlyMemory<byte> file)
    {
        XDocument document;
        try
        {
            using var stream = new MemoryStream(file.ToArray(), writable: false);
            using var reader = XmlReader.Create(
                stream,
                new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    MaxCharactersInDocument = 64 * 1024 * 1024,
                }
            );
            document = XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            throw new CamtException("xml", e.LineNumber);
        }
        var root = document.Root!;
        if (!root.Name.NamespaceName.StartsWith(Namespace, StringComparison.Ordinal))
        {
            throw new CamtException("namespace", LineOf(root));
        }
        var statements = Need(root, "BkToCstmrStmt").Elements(root.Name.Namespace + "Stmt").ToList();
        return statements.Count > 0 ? statements.ConvertAll(Statement) : throw new CamtException("Stmt", LineOf(root));
    }

    private static CamtStatement Statement(XElement statement)
    {
        var account = Need(Need(Need(statement, "Acct"), "Id"), "IBAN").Value.Trim();
        var closing =
            Elements(statement, "Bal").FirstOrDefault(b => Find(b, "Tp", "CdOrPrtry", "Cd") is "CLBD" or "CLAV")
            ?? throw new CamtException("Bal CLBD", LineOf(statement));
        var lines = new List<CamtLine>();
        var same = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in Elements(statement, "Ntry"))
        {
            // Pending entries may still change or vanish.
            if ((Find(entry, "Sts", "Cd") ?? Find(entry, "Sts")) == "BOOK")
            {
                lines.AddRange(Entry(entry, account, same));
            }
        }
        return new(
            Need(statement, "Id").Value.Trim(),
            account,
            Signed(closing, Need(closing, "Amt")),
            Date(Need(closing, "Dt")),
            lines
        );
    }

    private static IEnumerable<CamtLine> Entry(XElement entry, string account, Dictionary<string, int> same)
    {
        var total = Signed(entry, Need(entry, "Amt"));
        var booked = Date(Need(entry, "BookgDt"));
        var parts = Elements(entry, "NtryDtls").SelectMany(d => Elements(d, "TxDtls")).ToList();
        if (parts.Count == 0)
        {
            parts.Add(entry);
        }
        var sum = Money.Zero(total.Currency);
        var lines = new List<CamtLine>();
        foreach (var part in parts)
        {
            var amount = parts.Count == 1 ? total : PartAmount(entry, part);
            sum += amount;
            lines.Add(Line(entry, part, amount, booked, account, same, lines.Count));
        }
        return sum == total ? lines : throw new CamtException("TxDtls sum", LineOf(entry));
    }

    private static CamtLine Line(
        XElement entry,
        XElement part,
        Money amount,
        DateTime booked,
        string account,
        Dictionary<string, int> same,
        int index
    )
    {
        var incoming = amount.Minor > 0;
        var words = string.Join(' ', Elements(Child(part, "RmtInf"), "Ustrd").Select(u => u.Value.Trim()));
        var structured = Find(part, "RmtInf", "Strd", "CdtrRefInf", "Ref");
        var endToEnd = Find(part, "Refs", "EndToEndId") ?? "";
        var reference =
            BankReference.Read(structured)
            ?? BankReference.Search(words)
            ?? BankReference.Read(endToEnd)
            ?? structured
            ?? "";
        var side = incoming ? "Dbtr" : "Cdtr";
        var name = Find(part, "RltdPties", side, "Pty", "Nm") ?? Find(part, "RltdPties", side, "Nm") ?? "";
        var other =
            Find(part, "RltdPties", side + "Acct", "Id", "IBAN")
            ?? Find(part, "RltdPties", side + "Acct", "Id", "Othr", "Id")
            ?? "";
        var bankReference = Find(entry, "AcctSvcrRef") ?? Find(part, "Refs", "AcctSvcrRef");
        var content = string.Join(
            '\n',
            bankReference is null
                ?
                [
                    account,
                    booked.ToString("O", CultureInfo.InvariantCulture),
                    amount.ToString(),
                    endToEnd,
                    reference,
                    name,
                    other,
                    words,
                ]
                : [account, bankReference, index.ToString(CultureInfo.InvariantCulture), amount.ToString()]
        );
        // Two equal lines of one day without a bank's reference are two: the first and the second.
        var times = same.GetValueOrDefault(content);
        same[content] = times + 1;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\n{times}")));
        return new(
            key,
            amount,
            booked,
            Cut(reference, 70),
            Cut(endToEnd, 70),
            Cut(name, 200),
            Cut(other, 34),
            Cut(words, 500),
            Return(part)
        );
    }

    private static string? Return(XElement part) =>
        Child(part, "RtrInf") is { } returned
            ? Cut(Find(returned, "Rsn", "Cd") ?? Find(returned, "Rsn", "Prtry") ?? "MS03", 10)
            : null;

    private static Money PartAmount(XElement entry, XElement part)
    {
        var amount =
            Child(part, "Amt")
            ?? Child(Child(Child(part, "AmtDtls"), "TxAmt"), "Amt")
            ?? throw new CamtException("Amt", LineOf(part));
        return Signed(Child(part, "CdtDbtInd") is null ? entry : part, amount);
    }

    private static Money Signed(XElement owner, XElement amount)
    {
        var direction = Need(owner, "CdtDbtInd").Value.Trim();
        var text = amount.Value.Trim();
        if (text.Contains('.', StringComparison.Ordinal))
        {
            text = text.TrimEnd('0').TrimEnd('.');
        }
        if (
            !Currency.TryOf(amount.Attribute("Ccy")?.Value, out var currency)
            || text.StartsWith('-')
            || !Money.TryParse(text, currency, out var money)
        )
        {
            throw new CamtException("Amt", LineOf(amount));
        }
        return direction switch
        {
            "CRDT" => money,
            "DBIT" => -money,
            _ => throw new CamtException("CdtDbtInd", LineOf(owner)),
        };
    }

    private static DateTime Date(XElement element)
    {
        var text = (Child(element, "DtTm") ?? Child(element, "Dt"))?.Value.Trim();
        return DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : throw new CamtException(element.Name.LocalName, LineOf(element));
    }

    private static XElement Need(XElement parent, string name) =>
        Child(parent, name) ?? throw new CamtException(name, LineOf(parent));

    private static XElement? Child(XElement? parent, string name) => parent?.Element(parent.Name.Namespace + name);

    private static IEnumerable<XElement> Elements(XElement? parent, string name) =>
        parent?.Elements(parent.Name.Namespace + name) ?? [];

    private static string? Find(XElement? element, params string[] path)
    {
        foreach (var name in path)
        {
            element = Child(element, name);
        }
        return element is { HasElements: false } && element.Value.Trim() is { Length: > 0 } text ? text : null;
    }

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
