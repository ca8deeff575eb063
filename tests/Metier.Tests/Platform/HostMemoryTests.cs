namespace Metier.Tests.Platform;

/// <summary>The suite starts a thousand hosts: what one leaves behind is paid a thousand times.</summary>
public sealed class HostMemoryTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_stopped_host_is_let_go(Store store)
    {
        var hosts = new List<WeakReference>();
        for (var i = 0; i < 4; i++)
        {
            hosts.Add(await StartAndStopAsync(store));
        }
        for (var i = 0; i < 20 && hosts.Count(h => h.IsAlive) > 1; i++)
        {
            await Task.Delay(100);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        // One may still stand on the stack of whoever waited for it.
        Assert.InRange(hosts.Count(h => h.IsAlive), 0, 1);
    }

    private static async Task<WeakReference> StartAndStopAsync(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        using var visitor = host.Visitor();
        await visitor.GetAsync("/en");
        return new WeakReference(host.Services);
    }
}
