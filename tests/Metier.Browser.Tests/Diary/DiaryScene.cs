using System.Text.Json;
using Metier.Contracts;
using Metier.Diary;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Browser.Tests.Diary;

/// <summary>A running contract by the hour between two people, €62 an hour, 30 hours a week, with the full diary.</summary>
internal sealed record DiaryScene(Actor Client, Actor Freelancer, Guid Contract)
{
    public static async Task<DiaryScene> BuildAsync(Site site, string language = "en")
    {
        var client = await site.MemberAsync("Atelier Nord", language);
        var freelancer = await site.MemberAsync("Chloé Marchand", language, Hat.Freelancer);
        var contract = await site.InScopeAsync(s => ContractAsync(s, client, freelancer));
        return new DiaryScene(client, freelancer, contract);
    }

    private static async Task<Guid> ContractAsync(IServiceProvider s, Actor client, Actor freelancer)
    {
        var db = s.GetRequiredService<MetierDb>();
        var clock = s.GetRequiredService<TimeProvider>();
        var began = clock.UtcNow().AddDays(-40);
        var terms = new HourlyTerms(6200, 1800, ManualTime: true, ProofLevel.FullDiary, HourlyBilling.Minutes);
        var contract = new Contract
        {
            Id = Ids.New(clock),
            OfferId = Ids.New(clock),
            ClientId = client.ClientId!.Value,
            FreelancerId = freelancer.MemberId,
            Title = "API rebuild",
            Scope = "Endpoints and tests.",
            Currency = "EUR",
            FeeTermsJson = JsonSerializer.Serialize(FeeTerms.Default(Currency.Eur), EventRegistry.Json),
            RulesJson =
                """{"autoApproveDays":14,"refundRequestDays":7,"securityDays":5,"refundDays":180,"feedbackDays":14}""",
            TermsSha256 = "",
            Kind = ContractKind.Hourly,
            HourlyTermsJson = JsonSerializer.Serialize(terms, EventRegistry.Json),
            ManualTime = true,
            StartedAt = began,
        };
        db.Add(contract);
        db.Add(
            new ContractRate
            {
                Id = Ids.New(clock),
                ContractId = contract.Id,
                At = began,
                RateMinor = 6200,
                By = Side.Client,
            }
        );
        db.Add(
            new ContractLimit
            {
                Id = Ids.New(clock),
                ContractId = contract.Id,
                At = began,
                FromWeek = DateOnly.FromDateTime(began).AddDays(-7),
                WeeklyMinutes = 1800,
            }
        );
        db.Add(
            new DiaryConsent
            {
                Id = Ids.New(clock),
                ContractId = contract.Id,
                At = began,
                Level = ProofLevel.FullDiary,
            }
        );
        Track(db, clock, contract);
        await db.SaveChangesAsync();
        return contract.Id;
    }

    /// <summary>
    /// Eight segments of yesterday from 09:00 UTC without a screenshot, and two by hand. On Mondays yesterday's week is still open.
    /// </summary>
    private static void Track(MetierDb db, TimeProvider clock, Contract contract)
    {
        var memos = new[] { "Pagination for /invoices, failing test first", "Whiteboard session with Jeanne, on site" }
            .Select(text => new DiaryMemo
            {
                Id = Ids.New(clock),
                ContractId = contract.Id,
                Text = text,
                At = clock.UtcNow(),
            })
            .ToList();
        db.AddRange(memos);
        var first = DiaryTime.Of(Day(clock).ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc));
        for (var i = 0; i < 10; i++)
        {
            var (start, byHand) = (first + (i * DiaryTime.Segment), i >= 8);
            db.Add(
                new DiarySegment
                {
                    ContractId = contract.Id,
                    Start = start,
                    FreelancerId = contract.FreelancerId,
                    Level = byHand ? 0 : 3,
                    Coverage = byHand ? Coverage.ByHand : Coverage.NoScreenshot,
                }
            );
            foreach (var minute in Enumerable.Range(0, DiaryTime.Segment))
            {
                db.Add(
                    new DiaryMinute
                    {
                        FreelancerId = contract.FreelancerId,
                        Minute = start + minute,
                        ContractId = contract.Id,
                        MemoId = memos[byHand ? 1 : 0].Id,
                        Source = byHand ? MinuteSource.Manual : MinuteSource.Tracker,
                        Active = byHand ? null : minute < 7,
                        Keys = byHand ? null : minute * 9,
                        Clicks = byHand ? null : 3,
                        Scrolls = byHand ? null : 1,
                        RecordedAt = clock.UtcNow(),
                    }
                );
            }
        }
    }

    /// <summary>The day with time in it.</summary>
    public static DateOnly Day(TimeProvider clock) => DateOnly.FromDateTime(clock.UtcNow()).AddDays(-1);
}
