using Metier.Contracts;
using Metier.Disputes;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Browser.Tests.Disputes;

/// <summary>The pages of disputes and dormant contracts in both languages, themes and widths.</summary>
[Collection(nameof(Site))]
public sealed class DisputeLookTests(Site site)
{
    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    public async Task Disputes_have_no_accessibility_violation(string language, int width, bool dark)
    {
        var page = await site.WindowAsync(width, dark, language);
        var name = $"Nora {language}{width}";
        await site.SignInAsync(page, name);
        var english = language == "en";
        var shot = $"{language}-{width}";

        // The same person works on one contract, hires on another and rules on a third.
        var mine = await ContractAsync(name, works: true);
        await page.CheckAsync(
            english ? $"/en/contracts/{mine}/milestones/1/dispute" : $"/fr/contrats/{mine}/jalons/1/litige",
            "dispute-open-" + shot
        );
        var hired = await ContractAsync(name, works: false);
        var dispute = await OpenedAsync(hired);
        await page.CheckAsync(english ? $"/en/disputes/{dispute}" : $"/fr/litiges/{dispute}", "dispute-" + shot);
        await page.CheckAsync(
            english ? $"/en/contracts/{hired}/milestones" : $"/fr/contrats/{hired}/jalons",
            "dispute-milestone-" + shot
        );
        await SleepingAsync(hired);
        await page.CheckAsync(
            english ? $"/en/contracts/{hired}/dormant" : $"/fr/contrats/{hired}/sommeil",
            "dormant-" + shot
        );

        await ArbiterAsync(name);
        var other = await OpenedAsync(await ContractAsync(null, works: false));
        await page.CheckAsync(english ? "/en/admin/disputes" : "/fr/gestion/litiges", "admin-disputes-" + shot);
        await page.CheckAsync(
            english ? $"/en/admin/disputes/{other}" : $"/fr/gestion/litiges/{other}",
            "admin-dispute-" + shot
        );
        await page.Context.CloseAsync();
    }

    /// <summary>A contract whose money the client asks back; the person with this name is on one of its sides.</summary>
    private Task<Guid> ContractAsync(string? name, bool works) =>
        site.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var clock = s.GetRequiredService<TimeProvider>();
            var now = clock.UtcNow();
            var person = name is null ? null : await db.Set<Member>().SingleAsync(m => m.Name == name);
            var other = await Site.MemberAsync(s, "Zoe Freelance");
            var payer = works || person is null ? other : person;
            var clientId = await db.Set<ClientMember>()
                .Where(c => c.MemberId == payer.Id)
                .Select(c => c.ClientId)
                .SingleAsync();
            var worker =
                works ? person!
                : person is null ? await Site.MemberAsync(s, "Ada Roy")
                : other;
            var contract = new Contract
            {
                Id = Ids.New(clock),
                OfferId = Ids.New(clock),
                ClientId = clientId,
                FreelancerId = worker.Id,
                Title = "Picture book, 32 pages",
                Scope = "Sixteen spreads",
                Currency = "EUR",
                FeeTermsJson = System.Text.Json.JsonSerializer.Serialize(
                    FeeTerms.Default(Currency.Eur),
                    EventRegistry.Json
                ),
                RulesJson =
                    """{"autoApproveDays":14,"refundRequestDays":7,"securityDays":5,"refundDays":180,"feedbackDays":14}""",
                TermsSha256 = "",
                State = ContractState.Ending,
                StartedAt = now.AddDays(-40),
                EndedBy = Side.Client,
            };
            db.Add(contract);
            db.Add(
                new Milestone
                {
                    Id = Ids.New(clock),
                    ContractId = contract.Id,
                    Number = 1,
                    Title = "Roughs",
                    AmountMinor = 120_000,
                    FundedMinor = 120_000,
                    State = MilestoneState.RefundRequested,
                    RefundAt = now.AddDays(7),
                }
            );
            await db.SaveChangesAsync();
            return contract.Id;
        });

    /// <summary>The freelancer disputes it and makes an offer; both have talked, and an arbiter is asked.</summary>
    private Task<Guid> OpenedAsync(Guid contractId) =>
        site.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var contract = await db.Set<Contract>().AsNoTracking().SingleAsync(c => c.Id == contractId);
            var freelancer = (
                await s.GetRequiredService<ActorLoader>().LoadAsync(contract.FreelancerId, null, default)
            )!;
            var opened = await s.GetRequiredService<OpenDispute>()
                .RunAsync(
                    new(
                        Guid.CreateVersion7(),
                        contractId,
                        1,
                        "All sixteen spreads were delivered on 3 June.\n\nThe proofs are in the file.",
                        [new Upload("spreads.txt", 7, () => new MemoryStream("spreads"u8.ToArray()))]
                    ),
                    freelancer,
                    default
                );
            Assert.True(opened.Ok, string.Join(' ', opened.Refusals.Select(r => r.Message)));
            await s.GetRequiredService<OfferSettlement>()
                .RunAsync(new(Guid.CreateVersion7(), opened.Value, "900"), freelancer, default);
            var dispute = await db.Set<Dispute>().SingleAsync(d => d.Id == opened.Value);
            var now = s.GetRequiredService<TimeProvider>().UtcNow();
            dispute.Speak(Side.Client, now);
            dispute.AskArbiter(new RuleOptions(), now);
            await db.SaveChangesAsync();
            return dispute.Id;
        });

    private Task<bool> SleepingAsync(Guid contractId) =>
        site.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var now = s.GetRequiredService<TimeProvider>().UtcNow();
            var contract = await db.Set<Contract>().AsNoTracking().SingleAsync(c => c.Id == contractId);
            // The event of the opening may or may not have begun the watch.
            var watch = await db.Set<Dormancy>().SingleOrDefaultAsync(d => d.ContractId == contractId);
            if (watch is null)
            {
                watch = new Dormancy
                {
                    ContractId = contractId,
                    ClientId = contract.ClientId,
                    FreelancerId = contract.FreelancerId,
                    Title = contract.Title,
                };
                db.Add(watch);
            }
            var idle = new IdleContract(
                contractId,
                contract.Title,
                contract.ClientId,
                contract.FreelancerId,
                Currency.Eur.Minor(120_000),
                now.AddDays(-90)
            );
            watch.Follow(idle, new RuleOptions());
            foreach (var _ in Enumerable.Range(0, 3))
            {
                watch.Advance(new RuleOptions(), now);
            }
            await db.SaveChangesAsync();
            return watch.IsShown;
        });

    private Task<int> ArbiterAsync(string name) =>
        site.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Member>()
                .Where(m => m.Name == name)
                .ExecuteUpdateAsync(u => u.SetProperty(m => m.Roles, StaffRoles.Arbiter))
        );
}
