using Metier.Contracts;
using Metier.Ledger;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Metier.Rooms;

namespace Metier.Diary;

/// <summary>Mails about the bill of a week: receipt, confirmation, refusal, block, review, release, hours given back.</summary>
internal sealed class WeekMails(ContractMail mail, MoneyViews money)
    : IHandle<WeekBilled>,
        IHandle<WeekActionRequired>,
        IHandle<WeekPastDue>,
        IHandle<ClientBlocked>,
        IHandle<WeekReleased>,
        IHandle<WeekGivenBack>
{
    public async Task HandleAsync(WeekBilled happened, CancellationToken ct)
    {
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        var card = (await money.PaymentMethodsAsync(happened.ClientId, ct)).FirstOrDefault(m =>
            m.Id == happened.PaymentMethodId
        );
        await mail.TellAsync(
            Side.Client,
            "week.billed",
            happened.WeekId,
            sides,
            person =>
                new(
                    WeekMailText.BilledSubject(Week(happened.Monday, happened.Minutes), happened.Title),
                    [
                        WeekMailText.BilledClient(sides.Freelancer, card?.Label ?? ""),
                        .. happened.Reviewed
                            ? [WeekMailText.HeldMeanwhile, WeekMailText.ReviewUntil(When(happened.ReviewUntil))]
                            : new[] { WeekMailText.NoReviewLeft },
                        .. happened.Resumed ? [WeekMailText.ResumedClient] : Array.Empty<string>(),
                    ],
                    WeekMailText.OpenWeek,
                    Path(happened.WeekId),
                    [
                        (WeekMailText.Hours(Formats.Hours(happened.Minutes)), Formats.Money(happened.Amount)),
                        (WeekMailText.PaymentFee, Formats.Money(happened.ProcessingFee)),
                        (WeekMailText.Charged, Formats.Money(happened.Amount + happened.ProcessingFee)),
                    ]
                ),
            ct
        );
        if (!happened.Reviewed)
        {
            // Released in the same moment: that one mail tells both.
            return;
        }
        await mail.TellAsync(
            Side.Freelancer,
            "week.in_review",
            happened.WeekId,
            sides,
            person =>
                new(
                    WeekMailText.InReviewSubject(Week(happened.Monday, happened.Minutes), happened.Title),
                    [WeekMailText.InReviewFreelancer(sides.Client, When(happened.ReviewUntil))],
                    WeekMailText.OpenWeek,
                    Path(happened.WeekId),
                    ContractMail.Parts(
                        WeekMailText.Hours(Formats.Hours(happened.Minutes)),
                        happened.Amount,
                        happened.Amount - happened.ServiceFee
                    )
                ),
            ct
        );
    }

    public async Task HandleAsync(WeekActionRequired happened, CancellationToken ct)
    {
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Client,
            "week.action_required",
            happened.ChargeId,
            sides,
            _ =>
                new(
                    WeekMailText.ConfirmSubject(Formats.Money(happened.Total)),
                    [WeekMailText.ConfirmText(Week(happened.Monday, happened.Minutes), happened.Title)],
                    WeekMailText.ConfirmButton,
                    Path(happened.WeekId)
                ),
            ct
        );
    }

    public async Task HandleAsync(WeekPastDue happened, CancellationToken ct)
    {
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Client,
            "week.past_due",
            happened.Occurrence,
            sides,
            _ =>
                new(
                    WeekMailText.DeclinedSubject(Formats.Money(happened.Total)),
                    [
                        WeekMailText.DeclinedText(Week(happened.Monday, happened.Minutes), happened.Title),
                        happened.Code == "no_method" ? WeekMailText.NoMethod : PaymentWords.Failure(happened.Code),
                        WeekMailText.PausedClient(When(happened.NextAt)),
                        WeekMailText.BlockedFrom(When(happened.BlocksAt)),
                    ],
                    WeekMailText.PayNow,
                    Path(happened.WeekId)
                ),
            ct
        );
        // Of a running contract the pause tells its freelancer.
        if (happened.First && (await mail.ContractAsync(happened.ContractId, ct)).State == ContractState.Ended)
        {
            await mail.TellAsync(
                Side.Freelancer,
                "week.past_due",
                happened.WeekId,
                sides,
                _ =>
                    new(
                        WeekMailText.PastDueSubject(sides.Client, Week(happened.Monday, happened.Minutes)),
                        [WeekMailText.PastDueFreelancer(sides.Client, happened.Title)],
                        WeekMailText.OpenWeek,
                        Path(happened.WeekId)
                    ),
                ct
            );
        }
    }

    public async Task HandleAsync(ClientBlocked happened, CancellationToken ct)
    {
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Client,
            "client.blocked",
            happened.DebtId,
            sides,
            _ =>
                new(
                    WeekMailText.BlockedSubject,
                    [WeekMailText.BlockedText(Formats.Money(happened.Total))],
                    WeekMailText.PayNow,
                    Path(happened.DebtId)
                ),
            ct
        );
    }

    public async Task HandleAsync(WeekReleased happened, CancellationToken ct)
    {
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Freelancer,
            "week.released",
            happened.Occurrence,
            sides,
            _ =>
                new(
                    WeekMailText.ReleasedSubject(Formats.Money(happened.Net), happened.Title),
                    // That work goes on is told by the contract itself, of each that was paused.
                    happened.Late
                        ?
                        [
                            WeekMailText.PaidLateFreelancer(sides.Client, Day(happened.Monday)),
                            WeekMailText.ReadyFrom(When(happened.AvailableAt)),
                        ]
                        : [WeekMailText.ReleasedText(Day(happened.Monday), When(happened.AvailableAt))],
                    WeekMailText.OpenWeek,
                    Path(happened.WeekId),
                    ContractMail.Parts(WeekMailText.ReleasedLine, happened.Gross, happened.Net)
                ),
            ct
        );
        if (happened.Late)
        {
            // The receipt of a moment ago said so.
            return;
        }
        await mail.TellAsync(
            Side.Client,
            "week.released",
            happened.Occurrence,
            sides,
            _ =>
                new(
                    WeekMailText.ReleasedClientSubject(Day(happened.Monday), happened.Title),
                    [WeekMailText.ReleasedClientText(Formats.Money(happened.Gross), sides.Freelancer)],
                    WeekMailText.OpenWeek,
                    Path(happened.WeekId)
                ),
            ct
        );
    }

    public async Task HandleAsync(WeekGivenBack happened, CancellationToken ct)
    {
        var sides = await mail.SidesAsync(happened.ClientId, happened.FreelancerId, ct);
        await mail.TellAsync(
            Side.Client,
            "week.given_back",
            happened.Occurrence,
            sides,
            _ =>
                new(
                    WeekMailText.GivenBackSubject(sides.Freelancer, Formats.Hours(happened.Minutes)),
                    [WeekMailText.GivenBackText(Formats.Money(happened.Amount), Day(happened.Monday), happened.Title)],
                    WeekMailText.OpenWeek,
                    Path(happened.WeekId)
                ),
            ct
        );
    }

    /// <summary>"week of 16 November, 21 h 40" in the reader's language.</summary>
    private static string Week(DateOnly monday, int minutes) => PaymentWords.Week(monday, minutes);

    private static string Day(DateOnly monday) => monday.ToString("d MMMM", Languages.Culture(Languages.Current));

    /// <summary>Deadlines of the week are moments of UTC, and are told so.</summary>
    internal static string When(DateTime at) =>
        at.ToString("f", Languages.Culture(Languages.Current)) + Formats.Nbsp + "UTC";

    private static string Path(Guid weekId) => $"/go/week/{weekId}";
}

/// <summary>What happens to a week is told in the contract's room. The pause and its end are told by the contract itself.</summary>
internal sealed class TellWeekRoom(RoomWriter writer)
    : IHandle<WeekBilled>,
        IHandle<WeekReleased>,
        IHandle<WeekGivenBack>
{
    public Task HandleAsync(WeekBilled happened, CancellationToken ct) =>
        TellAsync(
            happened.ContractId,
            happened.ClientId,
            happened.FreelancerId,
            Uuid5.Of(happened.WeekId, "room/billed"),
            new RoomEvent(
                happened.Reviewed ? "week_billed" : "week_paid_late",
                happened.WeekId,
                WeekOf(happened.Monday),
                happened.Minutes,
                happened.Amount.Minor,
                happened.Amount.Currency.Code
            ),
            null,
            ct
        );

    /// <summary>Of a week that was paid late the line about the payment says that it is released.</summary>
    public Task HandleAsync(WeekReleased happened, CancellationToken ct) =>
        happened.Late
            ? Task.CompletedTask
            : TellAsync(
                happened.ContractId,
                happened.ClientId,
                happened.FreelancerId,
                Uuid5.Of(happened.Occurrence, "room"),
                new RoomEvent(
                    "week_released",
                    happened.WeekId,
                    WeekOf(happened.Monday),
                    null,
                    happened.Gross.Minor,
                    happened.Gross.Currency.Code
                ),
                null,
                ct
            );

    public Task HandleAsync(WeekGivenBack happened, CancellationToken ct) =>
        TellAsync(
            happened.ContractId,
            happened.ClientId,
            happened.FreelancerId,
            Uuid5.Of(happened.Occurrence, "room"),
            new RoomEvent(
                "week_given_back",
                happened.WeekId,
                WeekOf(happened.Monday),
                happened.Minutes,
                happened.Amount.Minor,
                happened.Amount.Currency.Code
            ),
            happened.FreelancerId,
            ct
        );

    /// <summary>A fact, put into words for each reader.</summary>
    internal static string WeekOf(DateOnly monday) =>
        monday.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private Task TellAsync(
        Guid contractId,
        Guid clientId,
        Guid freelancerId,
        Guid id,
        RoomEvent happened,
        Guid? by,
        CancellationToken ct
    ) => writer.TellAsync(ContractRoom.Of(contractId, clientId, freelancerId), id, happened, by, ct);
}
