using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>What tests of saved searches begin with.</summary>
internal static class SavedScenes
{
    extension(TestHost host)
    {
        public Task<Outcome<Guid>> SaveSearchAsync(
            Actor actor,
            string query,
            SearchAlert alert = SearchAlert.AtOnce,
            SearchKind kind = SearchKind.Talent,
            string name = "Mine"
        ) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<SaveSearch>().RunAsync(new(kind, query, name, alert.ToString()), actor, Ct)
            );

        public async Task<Guid> SavedAsync(
            Actor actor,
            string query,
            SearchAlert alert = SearchAlert.AtOnce,
            SearchKind kind = SearchKind.Talent,
            string name = "Mine"
        )
        {
            var saved = await host.SaveSearchAsync(actor, query, alert, kind, name);
            Assert.True(saved.Ok, string.Join("; ", saved.Refusals.Select(r => r.Message)));
            return saved.Value;
        }

        public Task<IReadOnlyList<SavedSearchView>> SearchesAsync(Actor actor) =>
            host.InScopeAsync(s => s.GetRequiredService<SavedSearchViews>().ListAsync(actor, Ct));

        /// <summary>Mails of saved searches that went to this person.</summary>
        public async Task<List<MailRow>> AlertsAsync(Actor to) =>
            [
                .. (await host.MailsAsync()).Where(m =>
                    m.ToAddress == to.Email && m.Text.Contains("/go/saved-search", StringComparison.Ordinal)
                ),
            ];

        public Task RateAsync(Actor freelancer, long rate) =>
            host.EditAsync<SetTerms>(u =>
                u.RunAsync(new(Currency.Eur.Major(rate), "Full", null, null), freelancer, Ct)
            );

        public Task SuspendAsync(Actor actor) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<Member>()
                    .Where(m => m.Id == actor.MemberId)
                    .ExecuteUpdateAsync(u => u.SetProperty(m => m.SuspendedAt, host.Now), Ct)
            );

        /// <summary>Tells the probe of a change by itself, as another node or a second delivery would.</summary>
        public Task ProbeAsync(Guid freelancerId) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<ProbeSearches>().HandleAsync(new ProfileChanged(freelancerId), Ct)
            );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
