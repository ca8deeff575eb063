using Metier.Platform;
using Metier.Web.Admin;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Admin;

/// <summary>Staff read what the clock does in words.</summary>
public sealed class ChoreNamesTests
{
    [Fact]
    public async Task Every_chore_has_a_name_in_both_languages()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var chores = await host.InScopeAsync(s =>
            Task.FromResult(s.GetServices<ChoreInfo>().Select(c => ((Chore)s.GetRequiredService(c.Type)).Name).ToList())
        );
        Assert.True(chores.Count > 30);
        foreach (var language in Languages.All)
        {
            using var reading = new InLanguage(language);
            Assert.Empty(chores.Where(c => AdminText.Find("chore" + c) is null));
        }
    }
}
