using Metier.Ledger;
using Stripe;
using StripePayout = Stripe.Payout;

namespace Metier.Payments;

/// <content>Money out: a transfer to the freelancer's connected account, and a payout from there to their bank.</content>
internal sealed partial class StripeProvider
{
    public async Task<ProviderAnswer> BeginPayeeAsync(Guid operationId, PayeeRequest request, CancellationToken ct)
    {
        try
        {
            var account = await accounts.GetAsync(
                Id,
                ProviderAccount.Payee,
                request.FreelancerId,
                () => MakeAccountAsync(request, ct),
                ct
            );
            return await AnswerAsync(account, request, ct);
        }
        catch (StripeException e)
        {
            return StripeCalls.Refused(e);
        }
    }

    public async Task<ProviderAnswer> PayoutAsync(Guid operationId, PayoutRequest request, CancellationToken ct)
    {
        if (StripeCurrencies.Payouts.ToUnits(request.Amount) is not { } units)
        {
            return new(ProviderStatus.Declined, Code: "currency_wrong");
        }
        Transfer transfer;
        try
        {
            transfer = await new TransferService(calls.Client).CreateAsync(
                new TransferCreateOptions
                {
                    Amount = units,
                    Currency = Code(request.Amount.Currency),
                    Destination = request.Destination,
                    TransferGroup = operationId.ToString("D"),
                    Metadata = Mark(operationId),
                },
                StripeCalls.Once(operationId, "-transfer"),
                ct
            );
        }
        catch (StripeException e)
        {
            var refused = StripeCalls.Refused(e);
            return refused.Status == ProviderStatus.Declined
                ? refused with
                {
                    Code = StripeCodes.Payout(e.StripeError?.Code),
                }
                // The same key repeats this answer for a day, so there is no use in asking before.
                : refused with
                {
                    AskAgainAt = clock.GetUtcNow().UtcDateTime.AddHours(25),
                };
        }
        try
        {
            return await GoOnAsync(operationId, transfer, ct);
        }
        catch (StripeException e)
        {
            // The transfer is made; what follows it is taken up when it is asked for.
            throw StripeCalls.NoAnswer(e);
        }
    }

    private async Task<ProviderAnswer> FindPayoutAsync(OperationLookup lookup, CancellationToken ct)
    {
        var service = new TransferService(calls.Client);
        var id = lookup.Reference;
        if (id.Length == 0)
        {
            var made = service.ListAutoPagingAsync(
                new TransferListOptions { TransferGroup = lookup.Id.ToString("D"), Limit = 100 },
                cancellationToken: ct
            );
            id = await FirstAsync(made, t => IsOf(t.Metadata, lookup.Id), t => t.Id, ct);
        }
        return id.Length == 0
            ? new(ProviderStatus.NotFound)
            : await GoOnAsync(lookup.Id, await service.GetAsync(id, cancellationToken: ct), ct);
    }

    /// <summary>From a transfer on: pays it out, waits, or takes it back when the bank did.</summary>
    private async Task<ProviderAnswer> GoOnAsync(Guid operationId, Transfer transfer, CancellationToken ct)
    {
        var account = transfer.DestinationId;
        var payout = await PayoutOfAsync(operationId, transfer, account, ct);
        if (transfer.Reversed)
        {
            return new(ProviderStatus.Declined, transfer.Id, StripeCodes.Payout(payout?.FailureCode));
        }
        payout ??= await PayOutAsync(operationId, transfer, account, ct);
        switch (payout?.Status)
        {
            case "paid":
                return new(ProviderStatus.Succeeded, transfer.Id);
            case "failed" or "canceled":
                _ = await new TransferReversalService(calls.Client).CreateAsync(
                    transfer.Id,
                    new TransferReversalCreateOptions { Amount = transfer.Amount, Metadata = Mark(operationId) },
                    StripeCalls.Once(operationId, "-back"),
                    ct
                );
                return new(ProviderStatus.Declined, transfer.Id, StripeCodes.Payout(payout.FailureCode));
            default:
                return new(ProviderStatus.Pending, transfer.Id, AskAgainAt: Later(payout));
        }
    }

    private DateTime? Later(StripePayout? payout)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return payout is null || payout.ArrivalDate < now ? now.AddHours(1) : payout.ArrivalDate;
    }

    private async Task<StripePayout?> PayoutOfAsync(
        Guid operationId,
        Transfer transfer,
        string account,
        CancellationToken ct
    )
    {
        var made = new PayoutService(calls.Client).ListAutoPagingAsync(
            new PayoutListOptions
            {
                Created = new DateRangeOptions { GreaterThanOrEqual = transfer.Created - ClocksDiffer },
                Limit = 100,
            },
            new RequestOptions { StripeAccount = account },
            ct
        );
        await foreach (var payout in made.WithCancellation(ct))
        {
            if (IsOf(payout.Metadata, operationId))
            {
                return payout;
            }
        }
        return null;
    }

    /// <summary>What arrived in the account, in its own currency, goes to its bank; null while it is not free there.</summary>
    private async Task<StripePayout?> PayOutAsync(
        Guid operationId,
        Transfer transfer,
        string account,
        CancellationToken ct
    )
    {
        var arrived = await new ChargeService(calls.Client).GetAsync(
            transfer.DestinationPaymentId,
            new ChargeGetOptions { Expand = ["balance_transaction"] },
            new RequestOptions { StripeAccount = account },
            ct
        );
        var booked = arrived.BalanceTransaction;
        try
        {
            return await new PayoutService(calls.Client).CreateAsync(
                new PayoutCreateOptions
                {
                    Amount = booked?.Net ?? transfer.Amount,
                    Currency = booked?.Currency ?? transfer.Currency,
                    Metadata = Mark(operationId),
                },
                StripeCalls.Once(operationId, "-payout", account),
                ct
            );
        }
        catch (StripeException e) when (e.StripeError?.Code == "balance_insufficient")
        {
            return null;
        }
    }

    private async Task<string> MakeAccountAsync(PayeeRequest request, CancellationToken ct)
    {
        var made = await new AccountService(calls.Client).CreateAsync(
            new AccountCreateOptions
            {
                Type = "express",
                Country = request.Country,
                Capabilities = new() { Transfers = new() { Requested = true } },
                // Paid out when the freelancer asks, not by Stripe's calendar.
                Settings = new() { Payouts = new() { Schedule = new() { Interval = "manual" } } },
                Metadata = new() { ["freelancer"] = request.FreelancerId.ToString("D") },
            },
            new RequestOptions { IdempotencyKey = "payee-" + request.FreelancerId.ToString("N") },
            ct
        );
        return made.Id;
    }

    private async Task<ProviderAnswer> FindPayeeAsync(OperationLookup lookup, CancellationToken ct)
    {
        var request = Request<PayeeRequest>(lookup);
        var account =
            lookup.Reference.Length > 0
                ? lookup.Reference
                : await accounts.FindAsync(Id, ProviderAccount.Payee, request.FreelancerId, ct);
        if (account is null)
        {
            return new(ProviderStatus.NotFound);
        }
        // Nobody came back for a month: the page of the payout methods starts anew.
        return clock.GetUtcNow().UtcDateTime - lookup.CreatedAt > TimeSpan.FromDays(30)
            ? new(ProviderStatus.Declined, account, "cancelled")
            : await AnswerAsync(account, request, ct);
    }

    private async Task<ProviderAnswer> AnswerAsync(string id, PayeeRequest request, CancellationToken ct)
    {
        var account = await new AccountService(calls.Client).GetAsync(id, cancellationToken: ct);
        if (account.PayoutsEnabled)
        {
            var bank = account.ExternalAccounts?.Data?.OfType<BankAccount>().FirstOrDefault();
            return new(
                ProviderStatus.Succeeded,
                id,
                Instrument: new(id, bank?.BankName ?? "Stripe", bank?.Last4 ?? id[^4..], 0, 0)
            );
        }
        var asked = account.Requirements;
        if (asked?.DisabledReason?.StartsWith("rejected.", StringComparison.Ordinal) == true)
        {
            return new(ProviderStatus.Declined, id, "account_blocked");
        }
        // Stripe looks at what was entered, and may want to see more: then there is a page for it again.
        if (account.DetailsSubmitted && !(asked?.CurrentlyDue?.Count > 0))
        {
            return new(ProviderStatus.Pending, id, AskAgainAt: clock.GetUtcNow().UtcDateTime.AddHours(1));
        }
        // A link lives for minutes and once: each visit gets its own.
        var link = await new AccountLinkService(calls.Client).CreateAsync(
            new AccountLinkCreateOptions
            {
                Account = id,
                Type = "account_onboarding",
                ReturnUrl = Absolute(request.ReturnUrl),
                RefreshUrl = Absolute(request.RefreshUrl),
            },
            cancellationToken: ct
        );
        return new(ProviderStatus.ActionRequired, id, Url: link.Url);
    }
}
