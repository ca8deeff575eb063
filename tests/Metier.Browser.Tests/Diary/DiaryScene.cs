using System.Text.Json;
using Metier.Contracts;
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
    public static async Task<DiaryScene> BuildAsync(Site site, string language = "en", bool consent = true)
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
        await db.SaveChangesAsync();
        return contract.Id;
    }
}
