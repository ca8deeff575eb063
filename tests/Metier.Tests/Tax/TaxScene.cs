using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Tax;
using Metier.Tests.Contracts;
using Metier.Tests.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Tax;

/// <summary>A client, a freelancer who lives somewhere, an operator that files, and two people of finance.</summary>
internal sealed class TaxScene : IAsyncDisposable
{
    public static readonly Dictionary<string, string?> Operator = new()
    {
        ["Taxes:Country"] = "FR",
        ["Taxes:TaxNumber"] = "732829320",
        ["Taxes:UsTaxNumber"] = "98-7654321",
        ["Taxes:Street"] = "1 place de la Mairie",
        ["Taxes:PostCode"] = "69001",
        ["Taxes:City"] = "Lyon",
        ["Instance:OperatorName"] = "Coopérative des métiers",
    };

    public required PaymentsWorld World { get; init; }
    public required Actor One { get; init; }
    public required Actor Two { get; init; }

    public TestHost Host => World.Host;
    public Actor Freelancer => World.Freelancer;

    public static async Task<TaxScene> StartAsync(
        Store store,
        string country = "US",
        params (string Key, string? Value)[] settings
    )
    {
        var configuration = new Dictionary<string, string?>(Operator);
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }
        var world = await PaymentsWorld.StartAsync(store, configuration);
        await LivesAsync(world.Host, world.Freelancer, country);
        return new TaxScene
        {
            World = world,
            One = await world.Host.MemberAsync("Fay Finance", roles: StaffRoles.Finance),
            Two = await world.Host.MemberAsync("Finn Finance", roles: StaffRoles.Finance),
        };
    }

    public static Task LivesAsync(TestHost host, Actor person, string country) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Member>()
                .Where(m => m.Id == person.MemberId)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.Country, country))
        );

    /// <summary>Earns that much, waits until it is ready, and has an account to be paid to.</summary>
    public async Task<Guid> RichAsync(decimal gross)
    {
        await World.ReleaseAsync(await World.FundedAsync(gross), PaymentsWorld.Eur(gross));
        var method = await World.PayoutMethodAsync();
        await Host.AdvanceAsync(TimeSpan.FromDays(3));
        return method;
    }

    public static Dictionary<string, string?> W9(string name = "Zoe Free-Lance", string tin = "123-45-6789") =>
        new()
        {
            ["name"] = name,
            ["classification"] = "individual",
            ["street"] = "12 Elm Street",
            ["city"] = "Boston",
            ["state"] = "MA",
            ["postcode"] = "02110",
            ["tin"] = tin,
            ["certify_tin"] = "true",
            ["certify_us"] = "true",
            ["certify_fatca"] = "true",
        };

    public static Dictionary<string, string?> W8Ben(string services = "outside") =>
        new()
        {
            ["name"] = "Zoe Free-Lance",
            ["citizenship"] = "FR",
            ["street"] = "1 rue des Lilas",
            ["city"] = "69001 Lyon",
            ["country"] = "FR",
            ["tin"] = "30 23 217 600 053",
            ["birth_date"] = "1985-06-15",
            ["services"] = services,
            ["certify_owner"] = "true",
            ["certify_foreign"] = "true",
            ["certify_income"] = "true",
            ["certify_change"] = "true",
        };

    public static Dictionary<string, string?> French(string tin = "30 23 217 600 053") =>
        new()
        {
            ["tin"] = tin,
            ["birth_date"] = "1985-06-15",
            ["street"] = "1 rue des Lilas",
            ["city"] = "Lyon",
            ["postcode"] = "69001",
            ["work_country"] = "FR",
        };

    public Task<Outcome<Guid>> SignAsync(
        string code,
        Dictionary<string, string?> values,
        string? name = "Zoe Free-Lance",
        Actor? actor = null,
        Actor? whose = null
    ) =>
        World.Do<SignTaxForm, Outcome<Guid>>(sign =>
            sign.RunAsync(
                new(Guid.CreateVersion7(), (whose ?? actor ?? Freelancer).MemberId, code, values, name, "192.0.2.7"),
                actor ?? Freelancer,
                CancellationToken.None
            )
        );

    public Task<Outcome<Done>> SaveAsync(
        string country,
        Dictionary<string, string?> values,
        bool business = false,
        Actor? actor = null
    ) =>
        World.Do<SaveTaxProfile, Outcome<Done>>(save =>
            save.RunAsync(new(country, business, values), actor ?? Freelancer, CancellationToken.None)
        );

    public Task<Money> WithheldAsync(WithheldFor why) =>
        World.BalanceAsync(
            why == WithheldFor.BackupUs
                ? LedgerAccount.WithheldBackupUs(Currency.Eur)
                : LedgerAccount.WithheldNonResidentUs(Currency.Eur)
        );

    public Task<TaxState> StateAsync() =>
        World.Do<MetierDb, TaxState>(db =>
            db.Set<TaxProfile>().Where(p => p.MemberId == Freelancer.MemberId).Select(p => p.State).SingleAsync()
        );

    public static T Sure<T>(Outcome<T> outcome) => ContractScenes.Sure(outcome);

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
