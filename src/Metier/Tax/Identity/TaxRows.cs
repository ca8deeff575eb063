using Metier.Platform;

namespace Metier.Tax;

/// <summary>How far somebody's tax identity is.</summary>
public enum TaxState
{
    /// <summary>Asked, nothing or not all was said.</summary>
    Asked,

    /// <summary>Reminded once.</summary>
    RemindedOnce,

    /// <summary>Reminded twice.</summary>
    RemindedTwice,

    /// <summary>Reminded twice and silent too long: payouts wait.</summary>
    Blocked,

    /// <summary>All that the country needs is there.</summary>
    Complete,
}

/// <summary>Where somebody is taxed and what they answered. Answers and number are encrypted; only the last four are readable.</summary>
internal sealed class TaxProfile : IVersioned
{
    public Guid MemberId { get; init; }

    /// <summary>Where they are taxed; empty until they said it.</summary>
    public string Country { get; set; } = "";

    /// <summary>An organisation, not an individual.</summary>
    public bool Business { get; set; }

    public bool UsPerson { get; set; }

    /// <summary>Where they do the work; empty until they said it.</summary>
    public string WorkCountry { get; set; } = "";

    /// <summary>The kind of the number, as its pack calls it.</summary>
    public string? TinCode { get; set; }

    public string? ProtectedTin { get; set; }
    public string? TinLast4 { get; set; }

    /// <summary>The other answers as JSON, encrypted.</summary>
    public string? ProtectedAnswers { get; set; }

    public TaxState State { get; set; }
    public DateTime? AskedAt { get; set; }
    public DateTime? RemindedAt { get; set; }
    public DateTime? RemindedAgainAt { get; set; }
    public DateTime? BlockedAt { get; set; }
    public DateTime? CompletedAt { get; set; }

    /// <summary>When the chore looks at it next; null for never.</summary>
    public DateTime? NextAt { get; set; }

    public int Version { get; set; }
}

/// <summary>A signed form. Never changed and never deleted: the database refuses both.</summary>
internal sealed class TaxForm
{
    public Guid Id { get; init; }
    public Guid MemberId { get; init; }
    public required string Code { get; init; }

    /// <summary>The edition of the official form it follows.</summary>
    public required string FormVersion { get; init; }

    public DateTime SignedAt { get; init; }

    /// <summary>As typed.</summary>
    public required string SignedName { get; init; }

    /// <summary>The network address it was signed from.</summary>
    public required string Ip { get; init; }

    public required string Language { get; init; }

    /// <summary>The lines as JSON, numbers masked.</summary>
    public required string Content { get; init; }

    /// <summary>The numbers, encrypted; null when the form has none.</summary>
    public string? ProtectedTin { get; init; }

    public string? TinCode { get; init; }

    /// <summary>SHA-256 of the content, upper-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Until when it is valid; null for as long as it is true.</summary>
    public DateTime? ValidUntil { get; init; }
}

/// <summary>Why a form is not the current one any more.</summary>
public enum FormEnd
{
    /// <summary>A newer one was signed.</summary>
    Replaced,

    /// <summary>What it certifies is not so any more.</summary>
    Changed,

    /// <summary>Its years are over.</summary>
    Expired,
}

/// <summary>The end of a form, beside it because the form itself never changes.</summary>
internal sealed class TaxFormEnd
{
    public Guid FormId { get; init; }
    public DateTime EndedAt { get; init; }
    public FormEnd Why { get; init; }
}

/// <summary>A line of a signed form as it was answered; numbers masked.</summary>
public sealed record SignedLine(string Line, string Code, string Text, string Answer);

/// <summary>Everything a form says, frozen at its signature.</summary>
/// <param name="Code">The form.</param>
/// <param name="FormVersion">The edition.</param>
/// <param name="Lines">The answers.</param>
/// <param name="Certified">What was certified, in the words that were shown.</param>
/// <param name="Statement">What the signature stands for.</param>
/// <param name="Services">Where services are performed, as stated; empty where the form does not ask.</param>
/// <param name="BackupNotified">The signer says the tax office asked for backup withholding.</param>
/// <param name="TinSeal">A keyed hash of the numbers, so that they cannot be exchanged unseen.</param>
public sealed record FormContent(
    string Code,
    string FormVersion,
    IReadOnlyList<SignedLine> Lines,
    IReadOnlyList<string> Certified,
    string Statement,
    string Services,
    bool BackupNotified,
    string TinSeal
);
