using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Metier.Platform;

/// <summary>A file inside a document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MediaType">Its type, for example <c>text/xml</c>.</param>
/// <param name="Content">Its content.</param>
/// <param name="Description">What it is.</param>
/// <param name="Same">It says the same as the document in another form; otherwise it is data the document was made from.</param>
public sealed record PdfAttachment(string Name, string MediaType, byte[] Content, string Description, bool Same = true)
{
    /// <summary>Properties the document says of it in its metadata.</summary>
    public PdfProperties? Properties { get; init; }
}

/// <summary>Properties of a schema of their own, which PDF/A wants to be described in the document itself.</summary>
/// <param name="Namespace">The schema's name space.</param>
/// <param name="Prefix">The prefix it is written with.</param>
/// <param name="Schema">What the schema is called.</param>
/// <param name="Values">Each property: its name, its value, what it is.</param>
public sealed record PdfProperties(
    string Namespace,
    string Prefix,
    string Schema,
    IReadOnlyList<(string Name, string Value, string Description)> Values
);

/// <summary>
/// What makes a document one that can be kept for ever (ISO 19005-3, PDF/A-3, level A) and read by everybody (ISO 14289-1, PDF/UA-1):
/// what its colours mean, what it is, and the files it carries.
/// </summary>
internal static class PdfArchive
{
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Xmp = "http://ns.adobe.com/xap/1.0/";
    private static readonly XNamespace Pdf = "http://ns.adobe.com/pdf/1.3/";
    private static readonly XNamespace Part = "http://www.aiim.org/pdfa/ns/id/";
    private static readonly XNamespace Universal = "http://www.aiim.org/pdfua/ns/id/";
    private static readonly XNamespace Extension = "http://www.aiim.org/pdfa/ns/extension/";
    private static readonly XNamespace Schema = "http://www.aiim.org/pdfa/ns/schema#";
    private static readonly XNamespace Property = "http://www.aiim.org/pdfa/ns/property#";

    /// <summary>Says that colours are sRGB; grey ones are read through it too.</summary>
    public static int AddIntent(PdfFile file)
    {
        var profile = file.AddStream(SrgbProfile(), "/N 3 ");
        return file.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /RegistryName (http://www.color.org) /Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} 0 R >>"
            )
        );
    }

    /// <summary>Puts a file into the document and answers with the number of its specification.</summary>
    public static int AddFile(PdfFile file, PdfAttachment attachment, DateTime made)
    {
        var type = attachment.MediaType.Replace("/", "#2F", StringComparison.Ordinal);
        var stream = file.AddStream(
            attachment.Content,
            string.Create(
                CultureInfo.InvariantCulture,
                $"/Type /EmbeddedFile /Subtype /{type} /Params << /ModDate {PdfFile.Date(made)} /Size {attachment.Content.Length} >> "
            )
        );
        var name = PdfFile.Name(attachment.Name);
        return file.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"<< /Type /Filespec /F {name} /UF {name} /Desc {PdfFile.Text(attachment.Description)} /AFRelationship /{(attachment.Same ? "Alternative" : "Data")} /EF << /F {stream} 0 R /UF {stream} 0 R >> >>"
            )
        );
    }

    /// <summary>The metadata (XMP), with the schemas of what is not common knowledge.</summary>
    public static byte[] Metadata(string title, string language, DateTime made, IReadOnlyList<PdfProperties> more)
    {
        var at = made.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var universal = new PdfProperties(
            Universal.NamespaceName,
            "pdfuaid",
            "PDF/UA identification schema",
            [("part", "1", "Part of ISO 14289 this document conforms to")]
        );
        var tree = new XElement(
            Rdf + "RDF",
            new XAttribute(XNamespace.Xmlns + "rdf", Rdf),
            About(
                "dc",
                Dc,
                new XElement(
                    Dc + "title",
                    new XElement(
                        Rdf + "Alt",
                        new XElement(Rdf + "li", new XAttribute(XNamespace.Xml + "lang", "x-default"), title)
                    )
                ),
                new XElement(Dc + "language", new XElement(Rdf + "Bag", new XElement(Rdf + "li", language)))
            ),
            About("pdf", Pdf, new XElement(Pdf + "Producer", "Metier")),
            About(
                "xmp",
                Xmp,
                new XElement(Xmp + "CreateDate", at),
                new XElement(Xmp + "ModifyDate", at),
                new XElement(Xmp + "MetadataDate", at),
                new XElement(Xmp + "CreatorTool", "Metier")
            ),
            About("pdfaid", Part, new XElement(Part + "part", "3"), new XElement(Part + "conformance", "A")),
            more.Prepend(universal).Select(Values),
            Schemas([universal, .. more])
        );
        var text =
            "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
            + tree.ToString(SaveOptions.None).Replace("\r\n", "\n", StringComparison.Ordinal)
            + "\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
        return Encoding.UTF8.GetBytes(text);
    }

    private static XElement About(string prefix, XNamespace space, params object[] content) =>
        new(
            Rdf + "Description",
            new XAttribute(Rdf + "about", ""),
            new XAttribute(XNamespace.Xmlns + prefix, space),
            content
        );

    private static XElement Values(PdfProperties of)
    {
        XNamespace space = of.Namespace;
        return About(of.Prefix, space, [.. of.Values.Select(v => new XElement(space + v.Name, v.Value))]);
    }

    private static XElement Schemas(IEnumerable<PdfProperties> all)
    {
        var about = About(
            "pdfaExtension",
            Extension,
            new XElement(
                Extension + "schemas",
                new XElement(
                    Rdf + "Bag",
                    all.Select(s => new XElement(
                        Rdf + "li",
                        Resource(),
                        new XElement(Schema + "schema", s.Schema),
                        new XElement(Schema + "namespaceURI", s.Namespace),
                        new XElement(Schema + "prefix", s.Prefix),
                        new XElement(
                            Schema + "property",
                            new XElement(Rdf + "Seq", s.Values.Select(v => Described(v.Name, v.Description, s)))
                        )
                    ))
                )
            )
        );
        about.Add(new XAttribute(XNamespace.Xmlns + "pdfaSchema", Schema));
        about.Add(new XAttribute(XNamespace.Xmlns + "pdfaProperty", Property));
        return about;
    }

    private static XElement Described(string name, string description, PdfProperties schema) =>
        new(
            Rdf + "li",
            Resource(),
            new XElement(Property + "name", name),
            new XElement(Property + "valueType", schema.Prefix == "pdfuaid" ? "Integer" : "Text"),
            new XElement(Property + "category", schema.Prefix == "pdfuaid" ? "internal" : "external"),
            new XElement(Property + "description", description)
        );

    private static XAttribute Resource() => new(Rdf + "parseType", "Resource");

    /// <summary>
    /// The colour space sRGB as an ICC profile of version 4 (ISO 15076-1): three colourants, the curve of IEC 61966-2-1, white, all
    /// as seen in the light D50 profiles are written for.
    /// </summary>
    internal static byte[] SrgbProfile()
    {
        var curve = (byte[])[.. "para\0\0\0\0\0\u0003\0\0"u8, .. Fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)];
        (string Tag, byte[] Data)[] tags =
        [
            ("desc", Words("sRGB")),
            ("cprt", Words("Public domain")),
            ("wtpt", Colour(0.9642, 1, 0.8249)),
            ("chad", [.. "sf32\0\0\0\0"u8, .. Fixed(1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00923, 0.01508, 0.75168)]),
            ("rXYZ", Colour(0.43607, 0.22249, 0.01392)),
            ("gXYZ", Colour(0.38515, 0.71687, 0.09708)),
            ("bXYZ", Colour(0.14307, 0.06061, 0.7141)),
            ("rTRC", curve),
            ("gTRC", curve),
            ("bTRC", curve),
        ];
        var at = 128 + 4 + (12 * tags.Length);
        using var table = new MemoryStream();
        using var data = new MemoryStream();
        table.Write(Number((uint)tags.Length));
        foreach (var (tag, bytes) in tags)
        {
            table.Write(Encoding.ASCII.GetBytes(tag));
            table.Write(Number((uint)(at + data.Length)));
            table.Write(Number((uint)bytes.Length));
            data.Write(bytes);
            data.Write(new byte[(4 - (bytes.Length % 4)) % 4]);
        }
        var head = new byte[128];
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)(at + data.Length));
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0x04200000);
        "mntrRGB XYZ "u8.CopyTo(head.AsSpan(12));
        // The day it was made: a constant, so that the same document is the same bytes.
        byte[] made = [0x07, 0xEA, 0, 1, 0, 1];
        made.CopyTo(head, 24);
        "acsp"u8.CopyTo(head.AsSpan(36));
        Fixed(0.9642, 1, 0.8249).CopyTo(head, 68);
        return [.. head, .. table.ToArray(), .. data.ToArray()];
    }

    private static byte[] Colour(double x, double y, double z) => [.. "XYZ \0\0\0\0"u8, .. Fixed(x, y, z)];

    private static byte[] Words(string text) =>
        [
            .. "mluc\0\0\0\0"u8,
            .. Number(1),
            .. Number(12),
            .. "enUS"u8,
            .. Number((uint)(2 * text.Length)),
            .. Number(28),
            .. Encoding.BigEndianUnicode.GetBytes(text),
        ];

    private static byte[] Fixed(params ReadOnlySpan<double> numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), (int)Math.Round(numbers[i] * 65536));
        }
        return bytes;
    }

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
