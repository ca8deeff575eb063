using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Metier.Tests.Kill;

/// <summary>The real executable as a process of its own, which is killed without warning and started again.</summary>
internal sealed class KilledServer(TestHost host) : IDisposable
{
    private readonly HttpClient probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Queue<string> said = new();
    private TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (
            var argument in new[]
            {
                Executable(),
                "serve",
                "--sandbox",
                "--data",
                host.Folder,
                "--urls",
                Address.ToString(),
            }
        )
        {
            start.ArgumentList.Add(argument);
        }
        if (host.Postgres is { } postgres)
        {
            start.ArgumentList.Add("--postgres");
            start.ArgumentList.Add(postgres);
        }
        start.Environment["RateLimits__Scale"] = "1000";
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var patience = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.True(
                patience.Elapsed < TimeSpan.FromSeconds(90) && !process.HasExited,
                "It does not start: " + Said
            );
            await Task.Delay(50);
        }
        up.TrySetResult();
    }

    /// <summary>What it wrote last.</summary>
    public string Said
    {
        get
        {
            lock (said)
            {
                return string.Join('\n', said);
            }
        }
    }

    /// <summary>Returns when it is up; clients whose request failed wait here before they try again.</summary>
    public Task UpAsync(CancellationToken ct) => up.Task.WaitAsync(ct);

    /// <summary>SIGKILL: no farewell, no flush, no finally.</summary>
    public async Task KillAsync()
    {
        up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }
        process?.Dispose();
        probe.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await probe.GetAsync(new Uri(Address, "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        lock (said)
        {
            said.Enqueue(line ?? "");
            if (said.Count > 20)
            {
                said.Dequeue();
            }
        }
    }

    /// <summary>Built beside the tests, in the same configuration.</summary>
    private static string Executable()
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(mine.Parent!.Parent!.FullName, "Metier.Web", mine.Name, "Metier.Web.dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
