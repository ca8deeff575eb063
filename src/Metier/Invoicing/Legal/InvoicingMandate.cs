using System.Security.Cryptography;
using System.Text;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>
/// A freelancer's consent that the operator writes their invoices in their name: which text, in which language, who, when. What
/// was accepted is kept word for word by its version and its hash; a withdrawal counts from then on.
/// </summary>
public sealed class InvoicingMandate
{
    /// <summary>The version of the text that is asked for now. A change of its words is a new version.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>Who accepted.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The version of the text.</summary>
    public int TextVersion { get; init; }

    /// <summary>The language it was read in.</summary>
    public required string Language { get; init; }

    /// <summary>The text as accepted.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of the text, upper-case hex.</summary>
    public required string TextSha256 { get; init; }

    /// <summary>When it was accepted, UTC.</summary>
    public DateTime AcceptedAt { get; init; }

    /// <summary>When it was withdrawn, UTC; null while it stands.</summary>
    public DateTime? WithdrawnAt { get; set; }
}

/// <summary>Reads mandates.</summary>
public sealed class InvoicingMandates(MetierDb db)
{
    /// <summary>The one that stands, or null.</summary>
    public Task<InvoicingMandate?> OfAsync(Guid freelancerId, CancellationToken ct) =>
        db
            .InvoicingMandates.AsNoTracking()
            .SingleOrDefaultAsync(m => m.FreelancerId == freelancerId && m.WithdrawnAt == null, ct);

    /// <summary>All of a freelancer, the newest first.</summary>
    public Task<List<InvoicingMandate>> HistoryAsync(Guid freelancerId, CancellationToken ct) =>
        db
            .InvoicingMandates.AsNoTracking()
            .Where(m => m.FreelancerId == freelancerId)
            .OrderByDescending(m => m.AcceptedAt)
            .Take(50)
            .ToListAsync(ct);

    /// <summary>The text that is asked for now, in the language of the request.</summary>
    public static string Text(string operatorName) => MandateText.Text(operatorName);

    internal static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>Accepts the mandate: from now on documents for the freelancer's work are invoices in their name.</summary>
public sealed class AcceptMandate(MetierDb db, InstanceOptions instance, TimeProvider clock)
{
    /// <summary>Needs the legal data an invoice has to carry; accepted twice is accepted once.</summary>
    public Task<Outcome<Done>> RunAsync(bool agreed, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (!actor.IsFreelancer)
                {
                    return Refusal.NotFound();
                }
                if (!agreed)
                {
                    return new Refusal("agree", MandateText.Agree, "Mandate.Agreed");
                }
                var id = actor.MemberId;
                if (await db.InvoicingMandates.AnyAsync(m => m.FreelancerId == id && m.WithdrawnAt == null, ct))
                {
                    return Done.It;
                }
                if (!await db.LegalIdentities.AnyAsync(i => i.Side == LegalSide.Freelancer && i.PartyId == id, ct))
                {
                    return new Refusal("legal_first", MandateText.LegalFirst, "Mandate.Agreed");
                }
                var text = InvoicingMandates.Text(instance.OperatorName);
                var mandate = new InvoicingMandate
                {
                    Id = Ids.New(clock),
                    FreelancerId = id,
                    TextVersion = InvoicingMandate.CurrentVersion,
                    Language = Languages.Current,
                    Text = text,
                    TextSha256 = InvoicingMandates.Hash(text),
                    AcceptedAt = clock.UtcNow(),
                };
                db.InvoicingMandates.Add(mandate);
                db.Audit(actor, "mandate.accepted", mandate.Id, new { mandate.TextVersion, mandate.TextSha256 });
                return Done.It;
            },
            ct
        );
}

/// <summary>Takes the mandate back for the future; what was issued stays.</summary>
public sealed class WithdrawMandate(MetierDb db, TimeProvider clock)
{
    /// <summary>Without one that stands there is nothing to do.</summary>
    public Task<Outcome<Done>> RunAsync(Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var open = await db.InvoicingMandates.SingleOrDefaultAsync(
                    m => m.FreelancerId == actor.MemberId && m.WithdrawnAt == null,
                    ct
                );
                if (open is not null)
                {
                    open.WithdrawnAt = clock.UtcNow();
                    db.Audit(actor, "mandate.withdrawn", open.Id);
                }
                return Done.It;
            },
            ct
        );
}
