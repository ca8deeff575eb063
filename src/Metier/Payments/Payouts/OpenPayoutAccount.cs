using Metier.Members;
using Metier.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Opens an account for a freelancer at a provider, on the provider's own pages: identity and bank are entered there and
/// never pass through this product.
/// </summary>
public sealed class OpenPayoutAccount(
    MetierDb db,
    MemberViews members,
    PaymentProviders providers,
    InstanceSecret secret,
    RuleOptions rules,
    ProviderRunner runner,
    IDataProtectionProvider keys
)
{
    /// <summary>Answers with the address of the provider's page; the one that was begun goes on.</summary>
    public async Task<Outcome<string>> RunAsync(Guid requestId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.IsFreelancer)
        {
            return Refusal.NotFound();
        }
        var me = (await members.MembersAsync([actor.MemberId], ct))[actor.MemberId];
        var begun = await db.WriteAsync<Guid>(() => BeginAsync(requestId, me, actor, ct), ct);
        return begun.Ok ? await UrlAsync(begun.Value, ct) : Outcome<string>.From(begun);
    }

    /// <summary>The provider's page of an account that was begun; links live for minutes, so each visit asks for one.</summary>
    public async Task<Outcome<string>> GoOnAsync(Guid methodId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return await db.PayoutMethods.AnyAsync(
            m => m.Id == methodId && m.FreelancerId == actor.MemberId && m.RemovedAt == null && m.EnteredAt == null,
            ct
        )
            ? await UrlAsync(methodId, ct)
            : Refusal.NotFound();
    }

    /// <summary>The freelancer came back; true when the account is complete.</summary>
    public async Task<Outcome<bool>> FinishAsync(Guid methodId, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var mine = db.PayoutMethods.AsNoTracking().Where(m => m.Id == methodId && m.FreelancerId == actor.MemberId);
        if (!await mine.AnyAsync(ct))
        {
            return Refusal.NotFound();
        }
        await runner.RunAsync(methodId, ct);
        return await mine.AnyAsync(m => m.EnteredAt != null, ct);
    }

    private async Task<Outcome<string>> UrlAsync(Guid methodId, CancellationToken ct)
    {
        await runner.RunAsync(methodId, ct);
        var method = await db.PayoutMethods.AsNoTracking().SingleAsync(m => m.Id == methodId, ct);
        return method.EntryUrl is { } url ? url
            : method.EnteredAt is not null ? "/go/payout-methods"
            : new Refusal("provider_silent", PaymentRefusalText.ProviderSilent);
    }

    private async Task<Outcome<Guid>> BeginAsync(Guid requestId, MemberCard me, Actor actor, CancellationToken ct)
    {
        if (providers.ForPayout(PayoutMethodKind.Connected, me.Country, null) is not { } provider)
        {
            return providers.PayoutKinds().Contains(PayoutMethodKind.Connected)
                ? new Refusal(
                    "country_unreachable",
                    PaymentRefusalText.CountryUnreachable(Countries.Name(me.Country)),
                    "Form.Kind"
                )
                : new Refusal("kind_not_offered", PaymentRefusalText.PayoutKindNotOffered, "Form.Kind");
        }
        var before = await db.PayoutMethods.SingleOrDefaultAsync(
            m =>
                m.FreelancerId == actor.MemberId
                && m.RemovedAt == null
                && m.Kind == PayoutMethodKind.Connected
                && m.Provider == provider.Id,
            ct
        );
        if (before is not null)
        {
            return before.EnteredAt is null
                ? before.Id
                : new Refusal("method_exists", PaymentRefusalText.MethodExists, "Form.Kind");
        }
        if (await db.PayoutMethods.AnyAsync(m => m.Id == requestId, ct))
        {
            return Refusal.IdempotencyMismatch();
        }
        db.PayoutMethods.Add(
            new PayoutMethod
            {
                Id = requestId,
                FreelancerId = actor.MemberId,
                Kind = PayoutMethodKind.Connected,
                HolderName = me.Name,
                ProtectedDestination = PayoutAccounts.Protect(keys, ""),
                Fingerprint = PayoutAccounts.Fingerprint(secret, requestId.ToString("N")),
                Label = "",
                Provider = provider.Id,
                Country = me.Country,
                CreatedAt = db.Now,
                ActiveAt = db.Now.AddDays(rules.PayoutActivationDays),
            }
        );
        var request = new PayeeRequest(
            actor.MemberId,
            me.Country,
            $"/payments/payees/return/{requestId:D}",
            $"/payments/payees/go-on/{requestId:D}"
        );
        db.ProviderOperations.Add(
            ProviderOperation.For(requestId, provider.Id, OperationKind.Payee, requestId, request, db.Now)
        );
        db.Audit(actor, "payout_method.started", requestId);
        return requestId;
    }
}

/// <summary>Writes how far an account at a provider is. It becomes active days after it was complete, like any other.</summary>
internal sealed class SettlePayoutMethod(
    MetierDb db,
    RuleOptions rules,
    InstanceSecret secret,
    IDataProtectionProvider keys
)
{
    public async Task ApplyAsync(ProviderOperation operation, ProviderAnswer answer, CancellationToken ct)
    {
        var method = await db.PayoutMethods.SingleAsync(m => m.Id == operation.SubjectId, ct);
        method.EntryUrl = ProviderPages.Leave(answer.Url, method.Id);
        if (answer.Status == ProviderStatus.Declined)
        {
            method.RemovedAt ??= db.Now;
        }
        if (answer is not { Status: ProviderStatus.Succeeded, Instrument: { } facts } || method.EnteredAt is not null)
        {
            return;
        }
        method.ProtectedDestination = PayoutAccounts.Protect(keys, facts.Token);
        method.Fingerprint = PayoutAccounts.Fingerprint(secret, facts.Token);
        method.Label = $"{facts.Brand} •••• {facts.Label}";
        method.EnteredAt = db.Now;
        method.ActiveAt = db.Now.AddDays(rules.PayoutActivationDays);
        db.Audit(null, "payout_method.added", method.Id, new { method.Kind, method.Label });
        db.Raise(new PayoutMethodAdded(method.Id, method.FreelancerId, method.Label, method.ActiveAt));
    }
}
