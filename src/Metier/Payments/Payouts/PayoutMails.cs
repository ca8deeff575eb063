using Metier.Ledger;
using Metier.Members;
using Metier.Notifications;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payments;

/// <summary>
/// Tells people where their money goes, and above all that somebody added an account to send it to: the owner must hear of
/// it before it can be used.
/// </summary>
internal sealed class PayoutMails(MetierDb db, Notices notices)
    : IHandle<PayoutMethodAdded>,
        IHandle<PayoutMethodActivated>,
        IHandle<PayoutRequested>,
        IHandle<PayoutPaid>,
        IHandle<PayoutReturned>,
        IHandle<HolderNameDecided>,
        IHandle<PayoutSkipped>
{
    public Task HandleAsync(PayoutMethodAdded happened, CancellationToken ct) =>
        TellAsync(
            "payout.method_added",
            happened.PayoutMethodId,
            happened.FreelancerId,
            person =>
                new(
                    PayoutMailText.AddedSubject(happened.Label),
                    [PayoutMailText.AddedBody(happened.Label, Day(happened.ActiveAt, person))],
                    PayoutMailText.PayoutMethods,
                    "/go/payout-methods"
                ),
            ct
        );

    public Task HandleAsync(PayoutMethodActivated happened, CancellationToken ct) =>
        TellAsync(
            "payout.method_active",
            happened.PayoutMethodId,
            happened.FreelancerId,
            _ =>
                new(
                    PayoutMailText.ActiveSubject(happened.Label),
                    [PayoutMailText.ActiveBody(happened.Label)],
                    PayoutMailText.PayoutMethods,
                    "/go/payout-methods"
                ),
            ct
        );

    public async Task HandleAsync(PayoutRequested happened, CancellationToken ct)
    {
        var label = await db.Payouts.Where(p => p.Id == happened.PayoutId).Select(p => p.Label).SingleAsync(ct);
        await TellAsync(
            "payout.requested",
            happened.PayoutId,
            happened.FreelancerId,
            _ =>
                new(
                    PayoutMailText.RequestedSubject(Formats.Money(happened.Amount)),
                    [PayoutMailText.RequestedBody(Formats.Money(happened.Amount), label)],
                    PayoutMailText.Look,
                    $"/go/payout/{happened.PayoutId}",
                    happened.Fee.Minor == 0 ? null : [(PayoutMailText.Fee, Formats.Money(happened.Fee))]
                ),
            ct
        );
    }

    public Task HandleAsync(PayoutPaid happened, CancellationToken ct) =>
        TellAsync(
            "payout.paid",
            happened.PayoutId,
            happened.FreelancerId,
            _ =>
                new(
                    PayoutMailText.PaidSubject(Formats.Money(happened.Sent)),
                    [PayoutMailText.PaidBody(Formats.Money(happened.Sent), happened.Label)],
                    PayoutMailText.Look,
                    $"/go/payout/{happened.PayoutId}"
                ),
            ct
        );

    public Task HandleAsync(PayoutReturned happened, CancellationToken ct) =>
        TellAsync(
            "payout.returned",
            happened.PayoutId,
            happened.FreelancerId,
            _ =>
                new(
                    PayoutMailText.ReturnedSubject(Formats.Money(happened.Amount)),
                    [PayoutMailText.ReturnedBody(Formats.Money(happened.Amount), happened.Label)],
                    PayoutMailText.Look,
                    $"/go/payout/{happened.PayoutId}"
                ),
            ct
        );

    public Task HandleAsync(HolderNameDecided happened, CancellationToken ct) =>
        TellAsync(
            "payout.holder_name",
            happened.PayoutMethodId,
            happened.FreelancerId,
            _ =>
                new(
                    happened.Accepted
                        ? PayoutMailText.NameApprovedSubject(happened.Label)
                        : PayoutMailText.NameRefusedSubject(happened.Label),
                    [
                        happened.Accepted
                            ? PayoutMailText.NameApprovedBody(happened.Label, happened.Reason)
                            : PayoutMailText.NameRefusedBody(happened.Label, happened.Reason),
                    ],
                    PayoutMailText.PayoutMethods,
                    "/go/payout-methods"
                ),
            ct
        );

    public Task HandleAsync(PayoutSkipped happened, CancellationToken ct) =>
        TellAsync(
            "payout.skipped",
            happened.RunId,
            happened.FreelancerId,
            person =>
                new(
                    PayoutMailText.SkippedSubject,
                    [
                        PayoutMailText.SkippedBody(
                            Formats.Money(happened.Ready),
                            happened.Why,
                            happened.NextAt is { } next ? Day(next, person) : ""
                        ),
                    ],
                    PayoutMailText.Schedule,
                    "/go/payout-schedule"
                ),
            ct
        );

    private Task TellAsync(
        string kind,
        Guid about,
        Guid freelancerId,
        Func<MemberCard, Notice> write,
        CancellationToken ct
    ) => notices.TellAsync(kind, about, [freelancerId], person => write(person) with { Why = PayoutMailText.Why }, ct);

    private static string Day(DateTime at, MemberCard person) =>
        TimeZoneInfo
            .ConvertTimeFromUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc), Zones.Find(person.TimeZone))
            .ToString("d MMMM yyyy", Languages.Culture(person.Language));
}
