using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Tokenizers;

namespace Metier.Talent;

/// <summary>
/// A text encoder in the form BERT and its kin are published in: numbers of word pieces in, one vector out, or one for each
/// piece, of which the mean is taken.
/// </summary>
internal sealed class OnnxEncoder : IDisposable
{
    private const string ModelFile = "model.onnx";
    private const string WordsFile = "vocab.txt";
    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Types = "token_type_ids";

    /// <summary>Word pieces that are read, the two at the ends among them: what the smallest common encoders can.</summary>
    private const int MostPieces = 256;

    private readonly InferenceSession session;
    private readonly BertTokenizer words;
    private readonly string output;
    private readonly RunOptions run = new();

    private OnnxEncoder(InferenceSession session, BertTokenizer words, string output, string fingerprint)
    {
        this.session = session;
        this.words = words;
        this.output = output;
        Fingerprint = fingerprint;
    }

    /// <summary>A hash of both files.</summary>
    public string Fingerprint { get; }

    /// <summary>Numbers of each vector.</summary>
    public int Dimensions { get; private set; }

    /// <summary>Whether it tells that the files are no good, or the machine cannot run them, rather than a mistake here.</summary>
    public static bool IsFailure(Exception e) =>
        e
            is OnnxRuntimeException
                or InvalidDataException
                or IOException
                or UnauthorizedAccessException
                or ArgumentException
                or InvalidOperationException
                or JsonException
                or DllNotFoundException
                or EntryPointNotFoundException
                or TypeInitializationException
                or NotSupportedException;

    /// <summary>Reads the folder and tries the encoder once.</summary>
    /// <exception cref="Exception">One of <see cref="IsFailure"/>, with what is wrong.</exception>
    public static OnnxEncoder Open(string folder)
    {
        var (model, vocabulary) = (File(folder, ModelFile), File(folder, WordsFile));
        var tokenizer = BertTokenizer.Create(
            new MemoryStream(vocabulary),
            new BertOptions { LowerCaseBeforeTokenization = IsLowerCase(folder) }
        );
        using var options = new SessionOptions
        {
            // A search has one thread; so has this.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        var opened = new InferenceSession(model, options);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(model);
            hash.AppendData(vocabulary);
            var print = Convert.ToHexStringLower(hash.GetHashAndReset());
            var encoder = new OnnxEncoder(opened, tokenizer, OutputOf(opened), print);
            encoder.Dimensions = encoder.Encode("Does it work?").Length;
            return encoder;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>One vector for the text. For any number of threads.</summary>
    public float[] Encode(string text)
    {
        long[] pieces =
        [
            .. words.EncodeToIds(text, MostPieces, addSpecialTokens: true, out _, out _).Select(id => (long)id),
        ];
        var ones = new long[pieces.Length];
        Array.Fill(ones, 1);
        long[] shape = [1, pieces.Length];
        using var ids = OrtValue.CreateTensorValueFromMemory(pieces, shape);
        using var mask = OrtValue.CreateTensorValueFromMemory(ones, shape);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[pieces.Length], shape);
        var inputs = session
            .InputMetadata.Keys.Select(name =>
                (
                    Name: name,
                    Value: name == Ids ? ids
                    : name == Mask ? mask
                    : types
                )
            )
            .ToDictionary(i => i.Name, i => i.Value, StringComparer.Ordinal);
        using var results = session.Run(run, inputs, [output]);
        var shown = results[0].GetTensorTypeAndShape().Shape;
        var numbers = results[0].GetTensorDataAsSpan<float>();
        return shown switch
        {
            [1, > 0] => numbers.ToArray(),
            [1, > 0, > 0] => Mean(numbers, (int)shown[2]),
            _ => throw new InvalidDataException(
                $"The model answers “{output}” in the shape {string.Join(" × ", shown)}, which is no vector."
            ),
        };
    }

    public void Dispose()
    {
        run.Dispose();
        session.Dispose();
    }

    private static float[] Mean(ReadOnlySpan<float> numbers, int length)
    {
        var mean = new float[length];
        var pieces = numbers.Length / length;
        for (var at = 0; at < numbers.Length; at++)
        {
            mean[at % length] += numbers[at] / pieces;
        }
        return mean;
    }

    private static string OutputOf(InferenceSession session)
    {
        if (session.InputMetadata.Keys.FirstOrDefault(k => k is not (Ids or Mask or Types)) is { } unknown)
        {
            throw new InvalidDataException($"The model asks for “{unknown}”, which is not known here.");
        }
        if (!session.InputMetadata.TryGetValue(Ids, out var ids))
        {
            throw new InvalidDataException($"The model does not ask for “{Ids}”.");
        }
        if (
            session.InputMetadata.Values.Any(i =>
                i.ElementDataType != ids.ElementDataType || i.ElementType != typeof(long)
            )
        )
        {
            throw new InvalidDataException("The model wants its input in other numbers than whole ones of 64 bits.");
        }
        var outputs = session.OutputMetadata;
        var chosen =
            outputs.Keys.FirstOrDefault(k => k.Contains("sentence", StringComparison.Ordinal))
            ?? outputs.Keys.FirstOrDefault(k => k == "last_hidden_state")
            ?? outputs.Keys.First();
        return outputs[chosen].ElementType == typeof(float)
            ? chosen
            : throw new InvalidDataException($"The model answers “{chosen}” in other numbers than 32-bit floats.");
    }

    private static byte[] File(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return System.IO.File.Exists(path)
            ? System.IO.File.ReadAllBytes(path)
            : throw new InvalidDataException($"There is no {name}.");
    }

    /// <summary>Encoders of cased words say so beside them.</summary>
    private static bool IsLowerCase(string folder)
    {
        var path = Path.Combine(folder, "tokenizer_config.json");
        if (!System.IO.File.Exists(path))
        {
            return true;
        }
        using var read = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
        return read.RootElement.ValueKind != JsonValueKind.Object
            || !read.RootElement.TryGetProperty("do_lower_case", out var lower)
            || lower.ValueKind != JsonValueKind.False;
    }
}
