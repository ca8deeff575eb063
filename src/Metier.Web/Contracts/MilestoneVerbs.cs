using Metier.Contracts;
using Metier.Payments;
using Metier.Web.Exchange;
using Metier.Web.Shell;

namespace Metier.Web.Contracts;

/// <summary>Where a milestone's form leads when it was done.</summary>
/// <param name="Flash">What is said there.</param>
/// <param name="GoTo">Another address than the milestone's.</param>
public sealed record VerbDone(string Flash, string? GoTo = null);

/// <summary>
/// The verbs of a milestone: a form of its page is posted to <c>…/milestones/2/release</c>, and each calls one use case. Refusals
/// come back beside the fields, which have the names of the form's own.
/// </summary>
public sealed class MilestoneVerbs(
    DecideMilestone decide,
    FundMilestone fund,
    SubmitWork submit,
    RequestChanges changes,
    ReleaseMilestone release,
    AnswerRefundRequest answer,
    ContractViews contracts,
    QuoteExchange exchange,
    Urls urls
)
{
    /// <summary>The one handler of all these forms.</summary>
    public const string Form = "milestone";

    /// <summary>Does it; an unknown verb is not found.</summary>
    public async Task<Outcome<VerbDone>> RunAsync(
        Guid id,
        int number,
        string verb,
        IFormCollection form,
        IReadOnlyList<Upload> files,
        Actor me,
        CancellationToken ct
    )
    {
        var request = Guid.TryParse(form["requestId"], out var sent) ? sent : Guid.CreateVersion7();
        return verb switch
        {
            "agree" => Said(await decide.RunAsync(id, number, agree: true, me, ct), ContractsText.AgreedFlash),
            "drop" => Said(await decide.RunAsync(id, number, agree: false, me, ct), ContractsText.DroppedFlash),
            "fund" => await FundAsync(
                new(request, id, number, Method(form), Page(id, number), Quote(form)),
                form["payIn"],
                me,
                ct
            ),
            "submit" => Said(
                await submit.RunAsync(new(request, id, number, form["message"], files), me, ct),
                ContractsText.SubmittedFlash
            ),
            "changes" => Said(
                await changes.RunAsync(id, number, form["message"], me, ct),
                ContractsText.ChangesAskedFlash
            ),
            "release" => Said(
                await release.RunAsync(
                    new(request, id, number, form["amount"], form["rest"] == "next" ? RestGoes.ToNext : RestGoes.Stays),
                    me,
                    ct
                ),
                ContractsText.ReleasedFlash
            ),
            "refund-yes" => Said(await answer.RunAsync(id, number, request, me, ct), ContractsText.RefundedFlash),
            _ => Refusal.NotFound(),
        };
    }

    private async Task<Outcome<VerbDone>> FundAsync(FundInput input, string? payIn, Actor me, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(payIn) && input.QuoteId is null)
        {
            return await QuoteAsync(input, payIn, ExchangePagesText.ConfirmFlash, me, ct);
        }
        var funded = await fund.RunAsync(input, me, ct);
        if (!funded.Ok)
        {
            // A rate that has run out, or an amount that has changed: a new quote to confirm, and nothing is paid.
            return
                funded.Refusals[0] is { Code: "quote_expired" or "quote_changed" } over && !string.IsNullOrEmpty(payIn)
                ? await QuoteAsync(input, payIn, over.Message, me, ct)
                : Said(funded, "");
        }
        return funded.Value switch
        {
            { State: ChargeState.Failed } failed => new Refusal(
                "payment_failed",
                PaymentWords.Failure(failed.FailureCode ?? ""),
                "paymentMethodId"
            ),
            { State: ChargeState.Settled } => new VerbDone(ContractsText.FundedFlash),
            var waiting => new VerbDone(ContractsText.PayingNow, waiting.ActionUrl),
        };
    }

    private async Task<Outcome<VerbDone>> QuoteAsync(
        FundInput input,
        string payIn,
        string flash,
        Actor me,
        CancellationToken ct
    )
    {
        var view = await contracts.FindAsync(input.ContractId, me, ct);
        if (
            view is not { Side: Side.Client }
            || view.Milestones.SingleOrDefault(m => m.Number == input.Number) is not { } m
        )
        {
            return Refusal.NotFound();
        }
        if (me.RefuseToPay() is { } mayNot)
        {
            return mayNot;
        }
        var total = view.Contract.Fees.Quote(view.Contract.Unit.Minor(m.MissingMinor)).ClientPays;
        var quote = await exchange.RunAsync(view.Contract.ClientId, m.Id, total, payIn, ct);
        return quote.Ok
            ? new VerbDone(flash, $"{input.ReturnPath}&quote={quote.Value.Id:D}&method={input.PaymentMethodId:D}")
            : Said(quote, "");
    }

    private static Guid? Quote(IFormCollection form) => Guid.TryParse(form["quoteId"], out var id) ? id : null;

    private string Page(Guid id, int number) =>
        urls.To("milestones", id) + "?m=" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Guid? Method(IFormCollection form) => Guid.TryParse(form["paymentMethodId"], out var id) ? id : null;

    /// <summary>The use cases name fields as whole forms do (Form.Message); here the fields stand alone (message).</summary>
    private static Outcome<VerbDone> Said<T>(Outcome<T> outcome, string flash) =>
        outcome.Ok
            ? new VerbDone(flash)
            : outcome
                .Refusals.Select(r =>
                    r with
                    {
                        Field =
                            r.Field?.StartsWith("Form.", StringComparison.Ordinal) == true
                                ? char.ToLowerInvariant(r.Field[5]) + r.Field[6..]
                                : r.Field,
                    }
                )
                .ToList();
}
