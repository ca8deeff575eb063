using System.Globalization;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>What a page of the sandbox provider shows.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Kind">What is entered; for a payment, what it is paid with.</param>
/// <param name="Amount">What is to be paid; null where an instrument is entered.</param>
/// <param name="Descriptor">What it is for.</param>
/// <param name="ReturnPath">Where the person goes on to.</param>
public sealed record SandboxPage(
    Guid OperationId,
    PaymentMethodKind Kind,
    Money? Amount,
    string Descriptor,
    string ReturnPath
);

/// <summary>A card as it was typed on the sandbox's page.</summary>
public sealed record SandboxCardInput(string? Number, string? Expiry, string? Code, string? Name);

/// <summary>
/// The sandbox provider's side of the pages it hosts: the card form, the PayPal button, the confirmation. A real provider
/// has these on its own site; of the number only the last four digits and how the card behaves are kept.
/// </summary>
public sealed class SandboxPages(MetierDb db, InstanceOptions instance)
{
    /// <summary>The page for an operation that waits for a person; null when there is none, or outside the sandbox.</summary>
    public async Task<SandboxPage?> FindAsync(Guid operationId, Actor actor, CancellationToken ct)
    {
        var operation = await WaitingAsync(operationId, actor, ct);
        if (operation is null)
        {
            return null;
        }
        Money? amount =
            operation.Currency.Length == 0 ? null : Currency.Of(operation.Currency).Minor(operation.AmountMinor);
        return new SandboxPage(
            operation.Id,
            operation.InstrumentKind,
            amount,
            operation.Descriptor,
            operation.ReturnPath
        );
    }

    /// <summary>Where somebody goes who comes to a page whose operation has ended; null when it never was.</summary>
    public Task<string?> ReturnPathAsync(Guid operationId, Actor actor, CancellationToken ct) =>
        Mine(actor).Where(o => o.Id == operationId).Select(o => (string?)o.ReturnPath).SingleOrDefaultAsync(ct);

    /// <summary>Takes a card in.</summary>
    public Task<Outcome<Done>> EnterCardAsync(
        Guid operationId,
        SandboxCardInput input,
        Actor actor,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(input);
        var digits = string.Concat((input.Number ?? "").Where(c => c is not (' ' or '-' or '\u00A0' or '\u202F')));
        var refusals = Check(input, digits, out var month, out var year);
        if (refusals.Count > 0)
        {
            return Task.FromResult<Outcome<Done>>(refusals);
        }
        return EnterAsync(
            operationId,
            token => new SandboxInstrument
            {
                Token = token,
                Kind = PaymentMethodKind.Card,
                Brand = SandboxCards.BrandOf(digits)!,
                Label = digits[^4..],
                ExpiryMonth = month,
                ExpiryYear = year,
                Behaviour = SandboxCards.BehaviourOf(digits),
            },
            actor,
            ct
        );
    }

    /// <summary>Agrees to pay with a PayPal account of that address.</summary>
    public Task<Outcome<Done>> EnterPayPalAsync(Guid operationId, string? address, Actor actor, CancellationToken ct)
    {
        var email = PayoutAccounts.PayPal(address);
        return email is null
            ? Task.FromResult<Outcome<Done>>(
                new Refusal("address_wrong", PaymentRefusalText.PayPalAddressWrong, "Form.Address")
            )
            : EnterAsync(
                operationId,
                token => new SandboxInstrument
                {
                    Token = token,
                    Kind = PaymentMethodKind.PayPal,
                    Brand = "paypal",
                    Label = PayoutAccounts.Mask(PayoutMethodKind.PayPal, email),
                },
                actor,
                ct
            );
    }

    /// <summary>The person confirms a payment, refuses it, or leaves the page of a new instrument.</summary>
    public Task<Outcome<Done>> AnswerAsync(Guid operationId, bool yes, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var operation = await WaitingAsync(operationId, actor, ct);
                if (operation is null || (yes && operation.Kind == OperationKind.Instrument))
                {
                    return Refusal.NotFound();
                }
                operation.State = yes ? SandboxState.Succeeded : SandboxState.Declined;
                operation.Code =
                    yes ? null
                    : operation.Kind == OperationKind.Instrument ? "cancelled"
                    : "confirmation_refused";
                operation.ResolvesAt = null;
                operation.BookedAt = yes ? db.Now : null;
                return Done.It;
            },
            ct
        );

    private Task<Outcome<Done>> EnterAsync(
        Guid operationId,
        Func<string, SandboxInstrument> make,
        Actor actor,
        CancellationToken ct
    ) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var operation = await WaitingAsync(operationId, actor, ct);
                if (operation is not { Kind: OperationKind.Instrument })
                {
                    return Refusal.NotFound();
                }
                operation.Token = "pm_" + operation.Id.ToString("N");
                operation.State = SandboxState.Succeeded;
                operation.ResolvesAt = null;
                db.SandboxInstruments.Add(make(operation.Token));
                return Done.It;
            },
            ct
        );

    private async Task<SandboxOperation?> WaitingAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var now = db.Now;
        return await Mine(actor)
            .SingleOrDefaultAsync(o => o.Id == id && o.State == SandboxState.WaitsForPerson && o.ResolvesAt > now, ct);
    }

    /// <summary>
    /// A real provider knows its visitors by a session of its own; here it is the client whose method or charge it is, and
    /// of its team those who may pay.
    /// </summary>
    private IQueryable<SandboxOperation> Mine(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var (methods, charges) = (db.PaymentMethods, db.Charges);
        return instance.Sandbox && actor.ClientId is { } client && actor.RefuseToPay() is null
            ? db.SandboxOperations.Where(o =>
                methods.Any(m => m.Id == o.Id && m.ClientId == client)
                || charges.Any(c => c.Id == o.Id && c.ClientId == client)
            )
            : db.SandboxOperations.Where(o => false);
    }

    private List<Refusal> Check(SandboxCardInput input, string digits, out int month, out int year)
    {
        var refusals = new List<Refusal>();
        var brand = SandboxCards.BrandOf(digits);
        if (!SandboxCards.IsNumber(digits))
        {
            refusals.Add(new("card_number", PaymentRefusalText.CardNumberWrong, "Form.Number"));
        }
        else if (brand is null)
        {
            refusals.Add(new("card_brand", PaymentRefusalText.CardBrandUnknown, "Form.Number"));
        }
        if (!Expiry(input.Expiry, out month, out year) || (year * 12) + month < (db.Now.Year * 12) + db.Now.Month)
        {
            refusals.Add(new("card_expiry", PaymentRefusalText.CardExpired, "Form.Expiry"));
        }
        var code = (input.Code ?? "").Trim();
        if (!code.All(char.IsAsciiDigit) || code.Length != (brand == "amex" ? 4 : 3))
        {
            refusals.Add(new("card_code", PaymentRefusalText.CardCodeWrong, "Form.Code"));
        }
        if (string.IsNullOrWhiteSpace(input.Name))
        {
            refusals.Add(new("card_name", PaymentRefusalText.CardNameMissing, "Form.Name"));
        }
        return refusals;
    }

    /// <summary>Reads 12/29, 12 / 2029 or 1229.</summary>
    private static bool Expiry(string? typed, out int month, out int year)
    {
        (month, year) = (0, 0);
        var digits = string.Concat((typed ?? "").Where(char.IsAsciiDigit));
        if (digits.Length is not (4 or 6))
        {
            return false;
        }
        month = int.Parse(digits[..2], CultureInfo.InvariantCulture);
        year = int.Parse(digits[2..], CultureInfo.InvariantCulture) + (digits.Length == 4 ? 2000 : 0);
        return month is >= 1 and <= 12 && year is >= 2000 and < 2100;
    }
}
