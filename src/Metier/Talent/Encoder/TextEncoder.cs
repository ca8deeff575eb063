using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Metier.Matching;
using Metier.Platform;
using Microsoft.Extensions.Logging;

namespace Metier.Talent;

/// <summary>What became of the folder an operator may put a text encoder into.</summary>
public enum EncoderStatus
{
    /// <summary>There is no such folder, or it is empty: nothing is ranked by meaning.</summary>
    Absent,

    /// <summary>It is in use.</summary>
    InUse,

    /// <summary>There is something that cannot be used; nothing is ranked by meaning, and everything else goes on.</summary>
    Broken,
}

/// <summary>The encoder as an operator sees it.</summary>
/// <param name="Folder">Where it is looked for.</param>
/// <param name="Dimensions">Numbers of the vectors it makes, before they are brought to the engine's; 0 without one.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
public sealed record EncoderState(EncoderStatus Status, string Folder, int Dimensions, string? Problem);

/// <summary>
/// Turns texts into vectors with an ONNX text encoder that the operator has put into a folder beside its words
/// (<c>model.onnx</c>, <c>vocab.txt</c>). Read once, when it is asked for first; another one is taken up by a restart.
/// Without one, and with one that cannot be used, every text has the empty vector.
/// </summary>
public sealed class TextEncoder : IDisposable
{
    /// <summary>Characters of a text that are read; an encoder itself reads a few hundred words at most.</summary>
    private const int MostRead = 4_000;

    /// <summary>Beyond so many, the vectors remembered are forgotten: about 20 MB.</summary>
    private const int MostRemembered = 50_000;

    private readonly string folder;
    private readonly ILogger<TextEncoder> log;
    private readonly Lazy<OnnxEncoder?> model;
    private readonly ConcurrentDictionary<UInt128, ImmutableArray<sbyte>> known = new();
    private string? problem;

    public TextEncoder(InstanceOptions instance, TalentOptions options, ILogger<TextEncoder> log)
    {
        folder = Path.GetFullPath(options.EncoderFolder ?? Path.Combine(instance.DataFolder, "encoder"));
        this.log = log;
        model = new Lazy<OnnxEncoder?>(Open);
    }

    /// <summary>Whether texts have vectors.</summary>
    public bool IsInUse => model.Value is not null;

    /// <summary>Tells encoders apart; empty without one. Vectors of two encoders have nothing to do with each other.</summary>
    public string Fingerprint => model.Value?.Fingerprint ?? "";

    /// <summary>How it stands, for the operator.</summary>
    public EncoderState State
    {
        get
        {
            var read = model.Value;
            return new EncoderState(
                read is not null && Volatile.Read(ref problem) is null ? EncoderStatus.InUse
                    : Volatile.Read(ref problem) is null ? EncoderStatus.Absent
                    : EncoderStatus.Broken,
                folder,
                read?.Dimensions ?? 0,
                Volatile.Read(ref problem)
            );
        }
    }

    /// <summary>What a text means, as the engine compares it; empty without an encoder and for texts without words.</summary>
    public ImmutableArray<sbyte> Vector(string text)
    {
        if (model.Value is not { } encoder || string.IsNullOrWhiteSpace(text))
        {
            return [];
        }
        var read = text.Length <= MostRead ? text : TypedText.Cut(text, MostRead);
        var bytes = Encoding.UTF8.GetBytes(read);
        var hash = BitConverter.ToUInt128(SHA256.HashData(bytes));
        if (known.TryGetValue(hash, out var vector))
        {
            return vector;
        }
        if (known.Count >= MostRemembered)
        {
            known.Clear();
        }
        try
        {
            return known[hash] = Vectors.Of(encoder.Encode(Encoding.UTF8.GetString(bytes)));
        }
        catch (Exception e) when (OnnxEncoder.IsFailure(e))
        {
            // One text it cannot read is no reason to rank nobody; the first is told, and the operator's page says so.
            if (Interlocked.Exchange(ref problem, e.Message) is null)
            {
                log.LogWarning("The text encoder in {Folder} failed on a text: {Problem}", folder, e.Message);
            }
            return [];
        }
    }

    public void Dispose()
    {
        if (model.IsValueCreated)
        {
            model.Value?.Dispose();
        }
    }

    private OnnxEncoder? Open()
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return null;
        }
        try
        {
            var read = OnnxEncoder.Open(folder);
            log.LogInformation("Texts are ranked by meaning too: the encoder in {Folder}", folder);
            return read;
        }
        catch (Exception e) when (OnnxEncoder.IsFailure(e))
        {
            Volatile.Write(ref problem, e.Message);
            log.LogWarning("The text encoder in {Folder} is not used: {Problem}", folder, e.Message);
            return null;
        }
    }
}
