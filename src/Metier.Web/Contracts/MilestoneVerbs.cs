using Metier.Contracts;
using Metier.Payments;
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
            "fund" => await FundAsync(new(request, id, number, Method(form), Page(id, number)), me, ct),
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

    private async Task<Outcome<VerbDone>> FundAsync(FundInput input, Actor me, CancellationToken ct)
    {
        var funded = await fund.RunAsync(input, me, ct);
        if (!funded.Ok)
        {
            return Said(funded, "");
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
