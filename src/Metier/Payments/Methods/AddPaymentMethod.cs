using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>Starts adding a payment method.</summary>
/// <param name="RequestId">The same id adds one.</param>
/// <param name="Kind">A card or PayPal.</param>
/// <param name="ReturnPath">The page, beginning with a slash, to come back to.</param>
/// <param name="Provider">Who is to keep it; null for the first that takes the kind.</param>
/// <param name="Currency">What it is to pay in; null when that does not matter yet.</param>
public sealed record AddPaymentMethodInput(
    Guid RequestId,
    PaymentMethodKind Kind,
    string ReturnPath,
    string? Provider = null,
    Ledger.Currency? Currency = null
);

/// <summary>
/// Opens the provider's page on which the client enters the card or signs in to PayPal: the number never passes through
/// this product. <see cref="FinishPaymentMethod"/> takes it up when the client comes back.
/// </summary>
public sealed class AddPaymentMethod(MetierDb db, PaymentProviders providers, ProviderRunner runner)
{
    /// <summary>The most methods a client keeps.</summary>
    public const int Most = 10;

    /// <summary>Answers with the address of the provider's page.</summary>
    public async Task<Outcome<string>> RunAsync(AddPaymentMethodInput input, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.ClientId is not { } clientId || providers.Default is null)
        {
            return Refusal.NotFound();
        }
        if (actor.RefuseToPay() is { } mayNot)
        {
            return mayNot;
        }
        if (providers.For(input.Kind, input.Provider, input.Currency) is not { } provider)
        {
            return new Refusal("kind_not_offered", PaymentRefusalText.KindNotOffered, "Form.Kind");
        }
        var begun = await db.WriteAsync<Done>(() => BeginAsync(input, clientId, provider.Id, actor, ct), ct);
        if (!begun.Ok)
        {
            return Outcome<string>.From(begun);
        }
        await runner.RunAsync(input.RequestId, ct);
        var method = await db.PaymentMethods.AsNoTracking().SingleAsync(m => m.Id == input.RequestId, ct);
        // What needs no page of the provider, as a bank transfer, is there at once.
        return method.IsUsable ? method.ReturnPath
            : method.EntryUrl is { } url ? url
            : new Refusal("provider_silent", PaymentRefusalText.ProviderSilent);
    }

    private async Task<Outcome<Done>> BeginAsync(
        AddPaymentMethodInput input,
        Guid clientId,
        string provider,
        Actor actor,
        CancellationToken ct
    )
    {
        if (await db.PaymentMethods.AnyAsync(m => m.Id == input.RequestId, ct))
        {
            return await db.PaymentMethods.AnyAsync(m => m.Id == input.RequestId && m.ClientId == clientId, ct)
                ? Done.It
                : Refusal.IdempotencyMismatch();
        }
        var kept = db.PaymentMethods.Where(m => m.ClientId == clientId && m.VerifiedAt != null && m.RemovedAt == null);
        if (await kept.CountAsync(ct) >= Most)
        {
            return new Refusal("too_many_methods", PaymentRefusalText.TooManyMethods(Most));
        }
        db.PaymentMethods.Add(
            new PaymentMethod
            {
                Id = input.RequestId,
                ClientId = clientId,
                Kind = input.Kind,
                Provider = provider,
                ReturnPath = input.ReturnPath,
                CreatedAt = db.Now,
            }
        );
        var request = new InstrumentRequest(clientId, input.Kind, $"/payments/methods/return/{input.RequestId:D}");
        db.ProviderOperations.Add(
            ProviderOperation.For(input.RequestId, provider, OperationKind.Instrument, input.RequestId, request, db.Now)
        );
        db.Audit(actor, "payment_method.started", input.RequestId);
        return Done.It;
    }
}

/// <summary>Asks the provider what became of a payment method that the client was to enter.</summary>
public sealed class FinishPaymentMethod(MetierDb db, ProviderRunner runner)
{
    /// <summary>Answers with the page to go on to, and whether the method can be used now.</summary>
    public async Task<Outcome<(string ReturnPath, bool Usable)>> RunAsync(Guid id, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var mine = db.PaymentMethods.AsNoTracking().Where(m => m.Id == id && m.ClientId == actor.ClientId);
        if (!await mine.AnyAsync(ct))
        {
            return Refusal.NotFound();
        }
        await runner.RunAsync(id, ct);
        var method = await mine.SingleAsync(ct);
        return (method.ReturnPath, method.IsUsable);
    }
}

/// <summary>Writes the end of entering a payment method.</summary>
internal sealed class SettlePaymentMethod(MetierDb db)
{
    public async Task ApplyAsync(ProviderOperation operation, ProviderAnswer answer, CancellationToken ct)
    {
        var method = await db.PaymentMethods.SingleAsync(m => m.Id == operation.SubjectId, ct);
        method.EntryUrl = ProviderPages.Leave(answer.Url, method.Id);
        if (answer.Status == ProviderStatus.Declined)
        {
            method.RemovedAt ??= db.Now;
        }
        if (answer is not { Status: ProviderStatus.Succeeded, Instrument: { } facts } || method.VerifiedAt is not null)
        {
            return;
        }
        method.Token = facts.Token;
        method.Brand = facts.Brand;
        method.Label = facts.Label;
        method.ExpiryMonth = facts.ExpiryMonth;
        method.ExpiryYear = facts.ExpiryYear;
        method.ExpiresAt =
            facts.ExpiryYear > 0
                ? new DateTime(facts.ExpiryYear, facts.ExpiryMonth, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1)
                : null;
        method.VerifiedAt = db.Now;
        var hasDefault = await db.PaymentMethods.AnyAsync(
            m => m.ClientId == method.ClientId && m.DefaultSince != null,
            ct
        );
        method.DefaultSince = hasDefault ? null : db.Now;
        db.Audit(
            null,
            "payment_method.added",
            method.Id,
            new
            {
                method.ClientId,
                method.Brand,
                method.Label,
            }
        );
        db.Raise(new PaymentMethodAdded(method.Id, method.ClientId, method.Brand, method.Label));
    }
}
