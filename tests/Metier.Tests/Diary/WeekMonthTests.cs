using Metier.Diary;
using Metier.Disputes;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Diary;

/// <summary>A whole month by the test clock, and months that nobody planned.</summary>
public sealed class WeekMonthTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Three_contracts_one_dispute_one_declined_card(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store);
        var host = scene.Host;
        var ben = await host.MemberAsync("Ben Second", freelancer: true);
        var dora = await host.MemberAsync("Dora Third", freelancer: true);
        var carl = await host.MemberAsync("Carl Broke", client: true);
        var arbiter = await host.MemberAsync("Ruth Arbiter", roles: StaffRoles.Arbiter);
        await ContractScene.CardAsync(host, carl, WeekScene.Refused);
        var second = await host.HourlyContractAsync(scene.Client, ben);
        var third = await host.HourlyContractAsync(carl, dora);

        for (var week = 0; week < 4; week++)
        {
            for (var day = 0; day < 5; day++)
            {
                var date = WeekScene
                    .Monday.AddDays((week * 7) + day)
                    .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
                await scene.LogAsync($"{date} 08:00", 300, Coverage.Covered, Coverage.Covered, Coverage.Idle);
                await scene.LogAsync(second, ben, $"{date} 10:05", 151);
                // Nobody tracks on a paused contract.
                if ((await host.HourlyAsync(third)).Contract.PastDueSince is null)
                {
                    await scene.LogAsync(third, dora, $"{date} 13:00", 97, Coverage.ByHand);
                }
            }
            await scene.GoToAsync(WeekScene.Lock.AddDays(7 * week).AddMinutes(1));
            if (week == 0)
            {
                Assert.Equal(WeekState.PastDue, (await scene.WeekAsync(DiaryWeek.IdOf(third, WeekScene.Monday))).State);
                Assert.Equal(WeekState.Review, (await scene.WeekAsync()).State);
                Assert.False((await host.HourlyAsync(second)).Contract.IsPaused);
                await scene.GoToAsync(WeekScene.Lock.AddDays(1).AddHours(2));
                await ContractScene.CardAsync(host, carl, WeekScene.Good);
                await scene.GoToAsync(WeekScene.Lock.AddDays(2).AddMinutes(1));
                Assert.Equal(WeekState.Review, (await scene.WeekAsync(DiaryWeek.IdOf(third, WeekScene.Monday))).State);
                Assert.False((await host.HourlyAsync(third)).Contract.IsPaused);
            }
            if (week == 1)
            {
                var id = DiaryWeek.IdOf(scene.Contract, WeekScene.Monday.AddDays(7));
                var dispute = ContractScenes.Sure(await scene.DisputeAsync("3:00", week: id));
                ContractScenes.Sure(await scene.AnswerAsync(dispute, accept: false));
                await scene.GoToAsync(WeekScene.ReviewEnd.AddDays(7).AddMinutes(1));
                Assert.Equal(WeekState.Disputed, (await scene.WeekAsync(id)).State);
                var named = await host.InScopeAsync(s =>
                    s.GetRequiredService<MetierDb>()
                        .Set<HourDisputeSegment>()
                        .Where(x => x.DisputeId == dispute)
                        .ToListAsync()
                );
                Assert.All(named, n => Assert.Equal(Coverage.Idle, n.Coverage));
                ContractScenes.Sure(await scene.RuleAsync(dispute, arbiter, [.. named.Take(9).Select(n => n.Start)]));
                Assert.Equal(WeekState.Released, (await scene.WeekAsync(id)).State);
            }
            await scene.BooksBalanceAsync();
        }
        await host.AdvanceAsync(TimeSpan.FromDays(14));

        var weeks = await AllAsync(host);
        Assert.Equal(12, weeks.Count);
        await EndsRightAsync(scene, weeks);
        Assert.All(weeks, w => Assert.Equal(WeekState.Released, w.State));
        // 25 h a week at €62 is 1,550.00; nine segments of ten minutes went back: 93.00.
        Assert.Equal((4 * 155_000) - 9_300, weeks.Where(w => w.ContractId == scene.Contract).Sum(w => w.ReleasedMinor));
        Assert.Equal(4 * 78_017, weeks.Where(w => w.ContractId == second).Sum(w => w.ReleasedMinor));
        // Time by hand is billed like any other, and covered by nothing.
        Assert.Equal(4 * 50_117, weeks.Where(w => w.ContractId == third).Sum(w => w.ReleasedMinor));
        Assert.Equal(0, weeks.Where(w => w.ContractId == third).Sum(w => w.CoveredMinutes));
        var invoices = await scene.InvoicesAsync();
        Assert.Equal(3 * 12, invoices.Count(i => i.Kind != InvoiceKind.CreditNote));
        Assert.Equal(3, invoices.Count(i => i.Kind == InvoiceKind.CreditNote));
        Assert.Equal(
            weeks.Sum(w => w.AmountMinor),
            invoices.Where(i => i.Kind == InvoiceKind.Work).Sum(i => i.TotalMinor)
        );
        Assert.Equal(8, await scene.MailsAsync("ada", "receipt"));
        Assert.Equal(4, await scene.MailsAsync("carl", "receipt"));
        Assert.Equal(2, await scene.MailsAsync("carl", "was refused"));
        Assert.Equal(4, await scene.MailsAsync("ben", "released"));
        Assert.Equal(1, await scene.MailsAsync("ada", "is over"));
        var (onItsWay, ready) = await scene.FreelancerAsync();
        Assert.Equal(
            (0, weeks.Where(w => w.ContractId == scene.Contract).Sum(w => w.ReleasedMinor) * 9 / 10),
            (onItsWay, ready)
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Whatever_happens_the_parts_sum_to_the_whole(Store store)
    {
        await using var scene = await WeekScene.StartAsync(store, WeekScene.Refused);
        var host = scene.Host;
        var arbiter = await host.MemberAsync("Ruth Arbiter", roles: StaffRoles.Arbiter);
        var random = new Random(20261123);
        var hasGoodCard = false;
        for (var week = 0; week < 6; week++)
        {
            var monday = WeekScene.Monday.AddDays(7 * week);
            for (var day = 0; day < 4; day++)
            {
                Coverage[] kinds = [Coverage.Covered, Coverage.Idle, Coverage.ByHand, Coverage.NoMemo];
                var at = monday.AddDays(day).ToDateTime(new TimeOnly(random.Next(1, 12), random.Next(0, 60)));
                await scene.LogAsync(
                    at.ToString("s", System.Globalization.CultureInfo.InvariantCulture),
                    random.Next(1, 480),
                    kinds[random.Next(4)],
                    kinds[random.Next(4)],
                    kinds[random.Next(4)]
                );
            }
            await scene.GoToAsync(WeekScene.Lock.AddDays(7 * week).AddMinutes(1));
            for (var day = 0; day < 6; day++)
            {
                await scene.Host.AdvanceAsync(TimeSpan.FromHours(random.Next(1, 23)));
                if (!hasGoodCard && random.Next(3) == 0)
                {
                    await ContractScene.CardAsync(host, scene.Client, WeekScene.Good);
                    hasGoodCard = true;
                }
                await StepAsync(scene, arbiter, random, DiaryWeek.IdOf(scene.Contract, monday));
            }
            await scene.BooksBalanceAsync();
        }
        await host.AdvanceAsync(TimeSpan.FromDays(50));
        await EndsRightAsync(scene, await AllAsync(host));
    }

    /// <summary>Somebody does something, possible or not; refusals are part of it.</summary>
    private static async Task StepAsync(WeekScene scene, Actor arbiter, Random random, Guid week)
    {
        var open = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<HourDispute>()
                .AsNoTracking()
                .Where(d => d.ClosedAt == null)
                .ToListAsync()
        );
        var dispute = open.Count == 0 ? Guid.Empty : open[random.Next(open.Count)].Id;
        switch (random.Next(7))
        {
            case 0:
            case 1:
                await scene.DisputeAsync($"{random.Next(0, 12)}:{random.Next(1, 59):00}", week: week);
                break;
            case 2:
                await scene.AnswerAsync(dispute, random.Next(2) == 0);
                break;
            case 3:
                var named = await scene.Host.InScopeAsync(s =>
                    s.GetRequiredService<MetierDb>()
                        .Set<HourDisputeSegment>()
                        .Where(x => x.DisputeId == dispute)
                        .Select(x => x.Start)
                        .ToListAsync()
                );
                await scene.RuleAsync(dispute, arbiter, [.. named.Where(_ => random.Next(2) == 0)]);
                break;
            case 4:
                await scene.CancelAsync(dispute);
                break;
            case 5:
                await scene.GiveHoursBackAsync($"{random.Next(0, 3)}:{random.Next(1, 59):00}", week);
                break;
            default:
                await scene.Host.InScopeAsync(s =>
                    s.GetRequiredService<Metier.Contracts.GiveBack>()
                        .RunAsync(
                            scene.Contract,
                            null,
                            Guid.CreateVersion7(),
                            $"{random.Next(1, 40)}",
                            scene.Freelancer,
                            Ct
                        )
                );
                break;
        }
    }

    private static Task<List<DiaryWeek>> AllAsync(TestHost host) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<DiaryWeek>().AsNoTracking().OrderBy(w => w.Monday).ToListAsync()
        );

    private static async Task EndsRightAsync(WeekScene scene, List<DiaryWeek> weeks)
    {
        await scene.BooksBalanceAsync();
        foreach (var week in weeks)
        {
            Assert.True(
                week.State is WeekState.Released or WeekState.Empty || week.IsUnpaid,
                $"{week.Monday} is {week.State}"
            );
            if (week.PaidAt is null)
            {
                continue;
            }
            Assert.Equal(week.AmountMinor, week.ReleasedMinor + week.RefundedMinor);
            var account = LedgerAccount.Weekly(week.ContractId, week.Monday, week.Unit);
            Assert.Equal(0, (await scene.Host.BalanceAsync(account)).Minor);
            var charges = await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<Charge>()
                    .AsNoTracking()
                    .Where(c => c.SubjectId == week.Id && c.State == ChargeState.Settled)
                    .ToListAsync()
            );
            var charge = Assert.Single(charges);
            Assert.InRange(charge.RefundedMinor, 0, charge.Total.Minor);
        }
    }
}
