using Metier.Contracts;
using Metier.Diary;
using Metier.Disputes;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Diary;

/// <summary>
/// Ada pays Zoe, whose identity was checked, €62 an hour, at most 30 hours a week, and time is put into the diary as the tracker would leave it. The clock stands on
/// Monday 23 November 2026, 09:00 UTC.
/// </summary>
internal sealed record WeekScene(TestHost Host, Actor Client, Actor Freelancer, Guid Contract) : IAsyncDisposable
{
    public const string Good = "4242 4242 4242 4242";
    public const string Refused = "4000 0000 0000 0002";
    public const string Confirms = "4000 0025 0000 3155";
    public const string Loses = "4000 0000 0000 0119";

    private static readonly CancellationToken Ct = CancellationToken.None;

    public static readonly DateOnly Monday = new(2026, 11, 23);

    /// <summary>Monday 12:00 after the first week.</summary>
    public static readonly DateTime Lock = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Friday 24:00 of the week after the first.</summary>
    public static readonly DateTime ReviewEnd = new(2026, 12, 5, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Wednesday 24:00, ten days after the first week's end.</summary>
    public static readonly DateTime Available = new(2026, 12, 10, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>With these cards, the first the default; an hourly offer needs one that exists, not one that works.</summary>
    public static async Task<WeekScene> StartAsync(Store store, params string[] cards)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true, language: "fr");
        // What a scene says is covered stays so when the cards are heard of.
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var zoe = await db.Set<Member>().SingleAsync(m => m.Id == freelancer.MemberId);
            zoe.IdentityVerifiedAt = db.Now;
            await db.SaveChangesAsync();
        });
        foreach (var card in cards.Length == 0 ? [Good] : cards)
        {
            await ContractScene.CardAsync(host, client, card);
        }
        return new WeekScene(host, client, freelancer, await host.HourlyContractAsync(client, freelancer));
    }

    public Guid Week => DiaryWeek.IdOf(Contract, Monday);

    /// <summary>
    /// So many minutes in a row from this moment on. <paramref name="kinds"/> says of each segment whether it is covered, in turn.
    /// </summary>
    public Task LogAsync(string at, int minutes, params Coverage[] kinds) =>
        LogAsync(Contract, Freelancer, at, minutes, kinds);

    public Task LogAsync(Guid contract, Actor freelancer, string at, int minutes, params Coverage[] kinds) =>
        Host.InScopeAsync(s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            return db.WriteAsync<Done>(
                async () =>
                {
                    const string words = "Pagination for /invoices";
                    // The same words are the same memo.
                    var memo = await db.Set<DiaryMemo>()
                        .FirstOrDefaultAsync(m => m.ContractId == contract && m.Text == words);
                    if (memo is null)
                    {
                        memo = new DiaryMemo
                        {
                            Id = Guid.CreateVersion7(),
                            ContractId = contract,
                            Text = words,
                            At = db.Now,
                        };
                        db.Add(memo);
                    }
                    var first = DiaryTime.Of(
                        DateTime.SpecifyKind(
                            DateTime.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
                            DateTimeKind.Utc
                        )
                    );
                    for (var i = 0; i < minutes; i++)
                    {
                        var kind = Kind(first + i);
                        db.Add(
                            new DiaryMinute
                            {
                                FreelancerId = freelancer.MemberId,
                                Minute = first + i,
                                ContractId = contract,
                                MemoId = memo.Id,
                                Source = kind == Coverage.ByHand ? MinuteSource.Manual : MinuteSource.Tracker,
                                Active = kind != Coverage.Idle,
                                RecordedAt = db.Now,
                            }
                        );
                        if (i == 0 || DiaryTime.SegmentOf(first + i) == first + i)
                        {
                            db.Add(
                                new DiarySegment
                                {
                                    ContractId = contract,
                                    Start = DiaryTime.SegmentOf(first + i),
                                    FreelancerId = freelancer.MemberId,
                                    Level = 1,
                                    Coverage = kind,
                                }
                            );
                        }
                    }
                    return Done.It;

                    Coverage Kind(int minute) =>
                        kinds.Length == 0
                            ? Coverage.Covered
                            : kinds[(DiaryTime.SegmentOf(minute) - DiaryTime.SegmentOf(first)) / 10 % kinds.Length];
                },
                Ct
            );
        });

    public async Task GoToAsync(DateTime moment) => await Host.AdvanceAsync(moment - Host.Now);

    public Task<DiaryWeek?> FindWeekAsync(Guid? id = null) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<DiaryWeek>()
                .AsNoTracking()
                .SingleOrDefaultAsync(w => w.Id == (id ?? Week))
        );

    public async Task<DiaryWeek> WeekAsync(Guid? id = null) => (await FindWeekAsync(id))!;

    public async Task<long> InAccountAsync(DateOnly? monday = null) =>
        (await Host.BalanceAsync(LedgerAccount.Weekly(Contract, monday ?? Monday, Currency.Eur))).Minor;

    /// <summary>What the freelancer has, on its way and ready.</summary>
    public async Task<(long OnItsWay, long Ready)> FreelancerAsync() =>
        (
            (await Host.BalanceAsync(LedgerAccount.FreelancerPending(Freelancer.MemberId, Currency.Eur))).Minor,
            (await Host.BalanceAsync(LedgerAccount.FreelancerAvailable(Freelancer.MemberId, Currency.Eur))).Minor
        );

    /// <summary>What left the client's cards and did not come back.</summary>
    public async Task<long> PaidAsync() =>
        (await Host.InScopeAsync(s => s.GetRequiredService<MoneyViews>().ClientAsync(Client.ClientId!.Value, Ct))).Sum(
            m => m.Paid.Minor
        );

    public Task<List<Invoice>> InvoicesAsync() =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<Invoice>().AsNoTracking().OrderBy(i => i.Id).ToListAsync()
        );

    public async Task<Contract> ContractAsync() => (await Host.HourlyAsync(Contract)).Contract;

    public async Task BooksBalanceAsync() =>
        Assert.Empty(await Host.InScopeAsync(s => s.GetRequiredService<LedgerCheck>().RunAsync(Ct)));

    public async Task<int> MailsAsync(string to, string subject) =>
        (await Host.MailsAsync()).Count(m =>
            m.ToAddress.StartsWith(to, StringComparison.Ordinal)
            && m.Subject.Contains(subject, StringComparison.Ordinal)
        );

    public Task<Outcome<Guid>> DisputeAsync(
        string? hours,
        string[]? segments = null,
        Guid? week = null,
        IReadOnlyList<Upload>? files = null
    ) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<OpenHourDispute>()
                .RunAsync(
                    new(
                        Guid.CreateVersion7(),
                        week ?? Week,
                        segments ?? [],
                        hours,
                        "Nothing was delivered then.",
                        files ?? []
                    ),
                    Client,
                    Ct
                )
        );

    public Task<Outcome<Done>> AnswerAsync(
        Guid dispute,
        bool accept,
        Actor? by = null,
        IReadOnlyList<Upload>? files = null
    ) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<AnswerHourDispute>()
                .RunAsync(
                    new(Guid.CreateVersion7(), dispute, accept, "I was at it all the time.", files ?? []),
                    by ?? Freelancer,
                    Ct
                )
        );

    public Task<Outcome<Done>> CancelAsync(Guid dispute) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<CancelHourDispute>().RunAsync(dispute, Guid.CreateVersion7(), Client, Ct)
        );

    public Task<Outcome<Done>> RuleAsync(Guid dispute, Actor arbiter, params int[] toClient) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<RuleHourDispute>()
                .RunAsync(
                    new(
                        Guid.CreateVersion7(),
                        dispute,
                        [.. toClient.Select(t => t.ToString(System.Globalization.CultureInfo.InvariantCulture))],
                        "The diary shows no work there."
                    ),
                    arbiter,
                    Ct
                )
        );

    public Task<Outcome<Done>> GiveHoursBackAsync(string hours, Guid? week = null) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<GiveBackHours>()
                .RunAsync(new(Guid.CreateVersion7(), week ?? Week, hours), Freelancer, Ct)
        );

    public Task<HourDispute> HoursAsync(Guid id) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<HourDispute>().AsNoTracking().SingleAsync(d => d.Id == id)
        );

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
