using Metier.Ledger;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>Freelancers with profiles, made through the use cases.</summary>
internal static class TalentScenes
{
    extension(TestHost host)
    {
        /// <summary>Somebody who may be found.</summary>
        public async Task<Actor> ListedAsync(
            string name,
            string title,
            string skills,
            long rate = 40,
            string country = "FR",
            string languages = "en",
            string availability = "Full",
            string overview = "",
            string? freeFrom = null,
            ProfileVisibility visibility = ProfileVisibility.Public
        )
        {
            var actor = await host.MemberAsync(name, freelancer: true);
            await host.EditAsync<EditIntro>(u => u.RunAsync(new(title, overview, "", null), actor, Ct));
            await host.EditAsync<ChooseSkills>(u => u.RunAsync(new(skills, null), actor, Ct));
            await host.EditAsync<SetTerms>(u =>
                u.RunAsync(new(Currency.Eur.Major(rate), availability, freeFrom, null), actor, Ct)
            );
            await host.EditAsync<SetPlace>(u => u.RunAsync(new("Lyon", country, "Europe/Paris", null), actor, Ct));
            await host.EditAsync<SetLanguages>(u =>
                u.RunAsync(new([.. languages.Split(',').Select(l => new SpokenInput(l, "Fluent"))], null), actor, Ct)
            );
            if (visibility != ProfileVisibility.Public)
            {
                await host.ShowToAsync(actor, visibility);
            }
            return actor;
        }

        public Task ShowToAsync(Actor actor, ProfileVisibility visibility) =>
            host.EditAsync<SetVisibility>(u => u.RunAsync(visibility.ToString(), actor, Ct));

        public async Task EditAsync<TUse>(Func<TUse, Task<Outcome<Done>>> edit)
            where TUse : notnull
        {
            var done = await host.InScopeAsync(s => edit(s.GetRequiredService<TUse>()));
            Assert.True(done.Ok, string.Join("; ", done.Refusals.Select(r => r.Field + " " + r.Message)));
        }

        public Task<TalentFound> FindAsync(TalentQuery query, Actor? visitor = null) =>
            host.InScopeAsync(s => s.GetRequiredService<SearchTalent>().RunAsync(query, visitor, Ct));
    }

    /// <summary>The names on a page of results, in their order.</summary>
    public static List<string> Names(this Page page) =>
        [.. page.Document.QuerySelectorAll(".person-name").Select(n => n.TextContent.Trim())];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
