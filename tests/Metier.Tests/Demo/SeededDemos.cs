namespace Metier.Tests.Demo;

/// <summary>One invented marketplace per database for all tests that only look at it: inventing it takes half a minute.</summary>
public sealed class SeededDemos : IAsyncLifetime
{
    private readonly Dictionary<Store, TestHost> hosts = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The marketplace of this kind of database, invented when it is first asked for.</summary>
    internal async Task<TestHost> OnAsync(Store store)
    {
        if (!hosts.TryGetValue(store, out var host))
        {
            hosts[store] = host = await DemoTests.SeededAsync(store, DemoTests.Small);
        }
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts.Values)
        {
            await host.DisposeAsync();
        }
    }
}
