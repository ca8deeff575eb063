using System.Text;

namespace Metier.Tests.Talent.Encoder;

/// <summary>
/// An ONNX text encoder of a few words, written byte by byte: each word piece has four numbers, which the model looks up.
/// </summary>
internal static class TinyEncoder
{
    /// <summary>Words and the direction of each; the five before them are those every BERT vocabulary begins with.</summary>
    private static readonly (string Word, float[] Numbers)[] Words =
    [
        ("[PAD]", [0, 0, 0, 0]),
        ("[UNK]", [0, 0, 0, 0.05f]),
        ("[CLS]", [0, 0, 0, 0.05f]),
        ("[SEP]", [0, 0, 0, 0.05f]),
        ("[MASK]", [0, 0, 0, 0]),
        ("picture", [1, 0, 0, 0]),
        ("drawing", [1, 0.1f, 0, 0]),
        ("children", [0.9f, 0, 0.1f, 0]),
        ("ledger", [0, 1, 0, 0]),
        ("tax", [0, 1, 0.1f, 0]),
    ];

    public static string Vocabulary => string.Join('\n', Words.Select(w => w.Word)) + "\n";

    /// <summary>Looks up each piece: [1, pieces] in, [1, pieces, 4] out.</summary>
    public static byte[] Model =>
        Build("input_ids", Graph("input_ids", Node("Gather", "table", "input_ids", "answer")));

    /// <summary>The same, but for an input nobody gives.</summary>
    public static byte[] Asking(string input) => Build(input, Graph(input, Node("Gather", "table", input, "answer")));

    /// <summary>The same, but answers how many pieces there were.</summary>
    public static byte[] Shapeless =>
        Build(
            "input_ids",
            Graph(
                "input_ids",
                [
                    .. Node("Gather", "table", "input_ids", "found"),
                    .. Node("ReduceMax", "found", null, "answer", keep: false),
                ]
            )
        );

    /// <summary>A folder with these files; null leaves one out.</summary>
    public static string Folder(byte[]? model, string? vocabulary)
    {
        var folder = Directory.CreateTempSubdirectory("metier-encoder").FullName;
        if (model is not null)
        {
            File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model);
        }
        if (vocabulary is not null)
        {
            File.WriteAllText(Path.Combine(folder, "vocab.txt"), vocabulary);
        }
        return folder;
    }

    private static byte[] Graph(string input, byte[] nodes) =>
        [
            .. nodes,
            .. Text(2, "tiny"),
            .. Field(5, Table()),
            .. Field(11, Value(input, Whole, "one", "pieces")),
            .. Field(12, Value("answer", Float)),
        ];

    private const int Float = 1;
    private const int Whole = 7;

    private static byte[] Build(string input, byte[] graph) =>
        [.. Number(1, 8), .. Text(2, "metier " + input), .. Field(7, graph), .. Field(8, [.. Number(2, 13)])];

    private static byte[] Node(string operation, string left, string? right, string output, bool keep = true) =>
        Field(
            1,
            [
                .. Text(1, left),
                .. right is null ? [] : Text(1, right),
                .. Text(2, output),
                .. Text(4, operation),
                .. keep ? [] : Field(5, [.. Text(1, "keepdims"), .. Number(3, 0), .. Number(20, 2)]),
            ]
        );

    private static byte[] Table()
    {
        var numbers = Words.SelectMany(w => w.Numbers).SelectMany(BitConverter.GetBytes).ToArray();
        return
        [
            .. Number(1, Words.Length),
            .. Number(1, 4),
            .. Number(2, Float),
            .. Text(8, "table"),
            .. Field(9, numbers),
        ];
    }

    private static byte[] Value(string name, int type, params string[] dimensions)
    {
        byte[] shape = [.. dimensions.SelectMany(d => Field(1, Text(2, d)))];
        byte[] tensor = [.. Number(1, type), .. dimensions.Length == 0 ? [] : Field(2, shape)];
        return [.. Text(1, name), .. Field(2, Field(1, tensor))];
    }

    private static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int field, byte[] content) =>
        [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Number(int field, long number) => [.. Varint((ulong)field << 3), .. Varint((ulong)number)];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
