using Metier.Ledger;
using Metier.Payments;

namespace Metier.Invoicing;

/// <summary>
/// A paper that says what somebody earned, or spent, in some months, for a bank, a landlord or an office. It has a code, with which
/// anybody can ask this marketplace whether it is genuine. It never changes: the database refuses it.
/// </summary>
public sealed class MoneyCertificate
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>Sixteen letters and digits that cannot be guessed.</summary>
    public required string Code { get; init; }

    /// <summary>What it certifies: a client's spending, or a freelancer's earnings.</summary>
    public StatementSide Side { get; init; }

    /// <summary>The client or the freelancer.</summary>
    public Guid PartyId { get; init; }

    /// <summary>The request that made it, so that a second press makes no second one.</summary>
    public Guid RequestId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime IssuedAt { get; init; }

    /// <summary>The language it is written in.</summary>
    public required string Language { get; init; }

    /// <summary>Everything it says, as JSON (<see cref="CertificateContent"/>).</summary>
    public required string Content { get; init; }

    /// <summary>A keyed hash of code, moment and content under the secret of this instance: a row somebody wrote into the database is no certificate.</summary>
    public required string Seal { get; init; }

    /// <summary>The PDF.</summary>
    public Guid FileId { get; init; }

    /// <summary>SHA-256 of the PDF, upper-case hex.</summary>
    public required string FileSha256 { get; init; }
}

/// <summary>What a certificate says.</summary>
/// <param name="Name">Of whom.</param>
/// <param name="Country">Their country, ISO 3166.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Currency">In which currency.</param>
/// <param name="Months">Each month.</param>
/// <param name="Total">All of them.</param>
public sealed record CertificateContent(
    string Name,
    string Country,
    DateOnly From,
    DateOnly To,
    string Currency,
    IReadOnlyList<CertificateMonth> Months,
    CertificateMonth Total
);

/// <summary>One month, in minor units.</summary>
public sealed record CertificateMonth(string Month, long WorkMinor, long FeeMinor, long NetMinor);

/// <summary>A certificate somebody asked about by its code.</summary>
public sealed record CertificateView(MoneyCertificate Certificate, CertificateContent Content)
{
    /// <summary>Its currency.</summary>
    public Currency Unit => Currency.Of(Content.Currency);

    /// <summary>The code as people read it, in groups of four.</summary>
    public string Code => string.Join('-', Certificate.Code.Chunk(4).Select(c => new string(c)));
}
