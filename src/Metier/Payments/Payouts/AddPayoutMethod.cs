using Metier.Members;
using Metier.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>A new payout method, as typed.</summary>
/// <param name="RequestId">The same id adds one.</param>
/// <param name="Kind">A bank account or PayPal; null when nothing was chosen.</param>
/// <param name="HolderName">The account's holder.</param>
/// <param name="Destination">IBAN, account number or PayPal address.</param>
/// <param name="Bic">The bank, where the account has no IBAN.</param>
/// <param name="NameNote">Why the account is in another name, where it is; finance has to accept it then.</param>
public sealed record AddPayoutMethodInput(
    Guid RequestId,
    PayoutMethodKind? Kind,
    string? HolderName,
    string? Destination,
    string? Bic = null,
    string? NameNote = null
);

/// <summary>
/// Adds an account to be paid to. It can be used three days later, so that a thief of the account cannot also empty it,
/// and its holder must be the freelancer.
/// </summary>
public sealed class AddPayoutMethod(
    MetierDb db,
    MemberViews members,
    PaymentProviders providers,
    RuleOptions rules,
    InstanceSecret secret,
    IDataProtectionProvider keys
)
{
    /// <summary>The most methods a freelancer keeps.</summary>
    public const int Most = 5;

    /// <summary>The longest reason for another name.</summary>
    public const int MostNote = 500;

    /// <summary>Refuses with a message beside the field that is wrong.</summary>
    public Task<Outcome<Guid>> RunAsync(AddPayoutMethodInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        return db.WriteAsync<Guid>(() => AddAsync(input, actor, ct), ct);
    }

    private async Task<Outcome<Guid>> AddAsync(AddPayoutMethodInput input, Actor actor, CancellationToken ct)
    {
        if (!actor.IsFreelancer)
        {
            return Refusal.NotFound();
        }
        var before = await db.PayoutMethods.SingleOrDefaultAsync(m => m.Id == input.RequestId, ct);
        if (before is not null)
        {
            return before.FreelancerId == actor.MemberId ? before.Id : Refusal.IdempotencyMismatch();
        }
        var destination = input.Kind switch
        {
            PayoutMethodKind.Iban => PayoutAccounts.Iban(input.Destination),
            PayoutMethodKind.PayPal => PayoutAccounts.PayPal(input.Destination),
            PayoutMethodKind.Wire => PayoutAccounts.Wire(input.Bic, input.Destination),
            _ => null,
        };
        var me = (await members.MembersAsync([actor.MemberId], ct))[actor.MemberId];
        var refusals = Check(input, destination, me.Name);
        if (refusals.Count > 0)
        {
            return refusals;
        }
        var country = PayoutAccounts.Country(input.Kind!.Value, destination!, me.Country);
        if (Reach(input.Kind.Value, country) is { } unreachable)
        {
            return unreachable;
        }
        var fingerprint = PayoutAccounts.Fingerprint(secret, destination!);
        var mine = db.PayoutMethods.Where(m => m.FreelancerId == actor.MemberId && m.RemovedAt == null);
        if (await mine.AnyAsync(m => m.Fingerprint == fingerprint, ct))
        {
            return new Refusal("method_exists", PaymentRefusalText.MethodExists, "Form.Destination");
        }
        if (await mine.CountAsync(ct) >= Most)
        {
            return new Refusal("too_many_methods", PaymentRefusalText.TooManyMethods(Most));
        }
        var other = !PayoutAccounts.SameName(input.HolderName!, me.Name);
        return Write(input, destination!, fingerprint, country, other, actor).Id;
    }

    /// <summary>Nobody is left to find out at the first payout that no provider goes there. Without any provider, any account may be noted.</summary>
    private Refusal? Reach(PayoutMethodKind kind, string country)
    {
        if (providers.All.Count == 0 || providers.ForPayout(kind, country, null) is not null)
        {
            return null;
        }
        return providers.PayoutKinds().Contains(kind)
            ? new(
                "country_unreachable",
                PaymentRefusalText.CountryUnreachable(Countries.Name(country)),
                "Form.Destination"
            )
            : new("kind_not_offered", PaymentRefusalText.PayoutKindNotOffered, "Form.Kind");
    }

    private static List<Refusal> Check(AddPayoutMethodInput input, string? destination, string memberName)
    {
        var refusals = new List<Refusal>();
        if (input.Kind is null or PayoutMethodKind.Connected)
        {
            refusals.Add(new("kind_missing", PaymentRefusalText.PayoutKindMissing, "Form.Kind"));
        }
        else if (destination is null)
        {
            refusals.Add(Wrong(input));
        }
        if (string.IsNullOrWhiteSpace(input.HolderName))
        {
            refusals.Add(new("holder_missing", PaymentRefusalText.HolderMissing, "Form.HolderName"));
        }
        else if (!PayoutAccounts.SameName(input.HolderName, memberName))
        {
            var note = (input.NameNote ?? "").Trim();
            if (note.Length == 0)
            {
                var ask = PaymentRefusalText.HolderMismatchAsk(memberName);
                refusals.Add(new("holder_mismatch", ask, "Form.HolderName"));
            }
            else if (note.Length is < 10 or > MostNote)
            {
                refusals.Add(new("note_short", PaymentRefusalText.HolderNoteShort(MostNote), "Form.NameNote"));
            }
        }
        return refusals;
    }

    private static Refusal Wrong(AddPayoutMethodInput input) =>
        input.Kind switch
        {
            PayoutMethodKind.Iban => new("destination_wrong", PaymentRefusalText.IbanWrong, "Form.Destination"),
            PayoutMethodKind.Wire when PayoutAccounts.Bic(input.Bic) is null => new(
                "bic_wrong",
                PaymentRefusalText.BicWrong,
                "Form.Bic"
            ),
            PayoutMethodKind.Wire => new("destination_wrong", PaymentRefusalText.AccountWrong, "Form.Destination"),
            _ => new("destination_wrong", PaymentRefusalText.PayPalAddressWrong, "Form.Destination"),
        };

    private PayoutMethod Write(
        AddPayoutMethodInput input,
        string destination,
        string fingerprint,
        string country,
        bool otherName,
        Actor actor
    )
    {
        var method = new PayoutMethod
        {
            Id = input.RequestId,
            FreelancerId = actor.MemberId,
            Kind = input.Kind!.Value,
            HolderName = input.HolderName!.Trim(),
            ProtectedDestination = PayoutAccounts.Protect(keys, destination),
            Fingerprint = fingerprint,
            Label = PayoutAccounts.Mask(input.Kind.Value, destination),
            Country = country,
            CreatedAt = db.Now,
            EnteredAt = db.Now,
            ActiveAt = db.Now.AddDays(rules.PayoutActivationDays),
            NameNote = otherName ? input.NameNote!.Trim() : null,
        };
        db.PayoutMethods.Add(method);
        db.Audit(actor, "payout_method.added", method.Id, new { method.Kind, method.Label });
        db.Raise(new PayoutMethodAdded(method.Id, actor.MemberId, method.Label, method.ActiveAt));
        return method;
    }
}

/// <summary>Removes a payout method; payouts under way still arrive there.</summary>
public sealed class RemovePayoutMethod(MetierDb db)
{
    /// <summary>Refuses <c>not_found</c>.</summary>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var method = await db.PayoutMethods.SingleOrDefaultAsync(
                    m => m.Id == id && m.FreelancerId == actor.MemberId && m.RemovedAt == null,
                    ct
                );
                if (method is null)
                {
                    return Refusal.NotFound();
                }
                method.RemovedAt = db.Now;
                db.Audit(actor, "payout_method.removed", id);
                return Done.It;
            },
            ct
        );
}

/// <summary>Announces payout methods whose waiting time is over.</summary>
internal sealed class ActivatePayoutMethods(MetierDb db) : Chore
{
    public override Task<DateTime?> NextDueAsync(CancellationToken ct) =>
        db
            .PayoutMethods.Where(m => m.ActivatedAt == null && m.RemovedAt == null && m.EnteredAt != null)
            .Where(m => m.NameNote == null || m.NameAcceptedAt != null)
            .MinAsync(m => (DateTime?)m.ActiveAt, ct);

    public override async Task<int> RunAsync(CancellationToken ct)
    {
        var done = await db.WriteAsync<int>(
            async () =>
            {
                var now = db.Now;
                var due = await db
                    .PayoutMethods.Where(m =>
                        m.ActivatedAt == null && m.RemovedAt == null && m.EnteredAt != null && m.ActiveAt <= now
                    )
                    .Where(m => m.NameNote == null || m.NameAcceptedAt != null)
                    .OrderBy(m => m.ActiveAt)
                    .Take(200)
                    .ToListAsync(ct);
                foreach (var method in due)
                {
                    method.ActivatedAt = now;
                    db.Raise(new PayoutMethodActivated(method.Id, method.FreelancerId, method.Label));
                }
                return due.Count;
            },
            ct
        );
        return done.Ok ? done.Value : 0;
    }
}
