using Metier.Contracts;
using Metier.Members;
using Metier.Platform;
using Metier.Reputation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Reputation;

/// <summary>The pages of feedback in both languages, themes and widths.</summary>
[Collection(nameof(Site))]
public sealed class FeedbackLookTests(Site site)
{
    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    public async Task Giving_and_reading_feedback_has_no_accessibility_violation(string language, int width, bool dark)
    {
        var page = await site.WindowAsync(width, dark, language);
        var name = $"Ada {language}{width}";
        await site.SignInAsync(page, name);
        var contract = await EndedAsync(name);
        var path = language == "en" ? $"/en/contracts/{contract}/feedback" : $"/fr/contrats/{contract}/avis";
        await page.CheckAsync(path, $"feedback-form-{language}-{width}");

        // An empty form comes back with its errors.
        await page.Locator("form:has([name='Form.RequestId']) button.btn").ClickAsync();
        await Assertions.Expect(page.Locator(".err").First).ToBeVisibleAsync();
        await page.CheckAsync(null, $"feedback-errors-{language}-{width}");

        await ShownAsync(contract);
        await page.GotoAsync(path);
        await page.Locator("details.disclosure summary").First.ClickAsync();
        await page.CheckAsync(null, $"feedback-shown-{language}-{width}");
        await page.CheckAsync(
            path + (language == "en" ? "/change" : "/modifier"),
            $"feedback-change-{language}-{width}"
        );
        await page.Context.CloseAsync();
    }

    /// <summary>An ended, paid contract of the member with this name as client.</summary>
    private Task<Guid> EndedAsync(string clientName) =>
        site.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var clock = s.GetRequiredService<TimeProvider>();
            var now = clock.UtcNow();
            var client = await db.Set<Client>().SingleAsync(c => c.Name == clientName);
            var freelancer = await Site.MemberAsync(s, "Zoe Freelance");
            var contract = new Contract
            {
                Id = Ids.New(clock),
                OfferId = Ids.New(clock),
                ClientId = client.Id,
                FreelancerId = freelancer.Id,
                Title = "Picture book, 32 pages",
                Scope = "Sixteen spreads",
                Currency = "EUR",
                FeeTermsJson = "{}",
                RulesJson =
                    """{"autoApproveDays":14,"refundRequestDays":7,"securityDays":5,"refundDays":180,"feedbackDays":14}""",
                TermsSha256 = "",
                State = ContractState.Ended,
                StartedAt = now.AddDays(-40),
                EndedAt = now,
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
                    ReleasedMinor = 120_000,
                    State = MilestoneState.Approved,
                }
            );
            await db.SaveChangesAsync();
            return contract.Id;
        });

    /// <summary>Both give feedback.</summary>
    private Task<int> ShownAsync(Guid contractId) =>
        site.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var contract = await db.Set<Contract>().SingleAsync(c => c.Id == contractId);
            var clients = await s.GetRequiredService<MemberViews>().TeamOfAsync(contract.ClientId, default);
            foreach (var id in new[] { clients[0].Id, contract.FreelancerId })
            {
                var actor = (await s.GetRequiredService<ActorLoader>().LoadAsync(id, null, default))!;
                var given = await s.GetRequiredService<GiveFeedback>()
                    .RunAsync(
                        new(
                            Guid.CreateVersion7(),
                            contractId,
                            new("5", "5", "4", "5", "5", "5", "Roughs on time, every time.\n\nAnd kind about changes."),
                            new("Finished", "9")
                        ),
                        actor,
                        default
                    );
                Assert.True(given.Ok, string.Join(' ', given.Refusals.Select(r => r.Message)));
            }
            return 2;
        });
}
