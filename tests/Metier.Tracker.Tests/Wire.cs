using System.Net;
using System.Net.Sockets;

namespace Metier.Tracker.Tests;

/// <summary>
/// The network between tracker and server: it writes down every byte of both directions, can be away, and can lose an answer
/// after the server has done what was asked.
/// </summary>
internal sealed class Wire : IDisposable
{
    private readonly int server;
    private readonly Lock gate = new();
    private readonly MemoryStream log = new();
    private readonly List<TcpClient> open = [];
    private TcpListener listener;
    private string? lose;

    public Wire(int server)
    {
        this.server = server;
        listener = Listen(0);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Url => "http://127.0.0.1:" + Port;

    /// <summary>Answers that were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Everything that went over it so far.</summary>
    public byte[] Log()
    {
        lock (gate)
        {
            return log.ToArray();
        }
    }

    /// <summary>The answer to the next request that begins like this does not arrive.</summary>
    public void LoseAnswerTo(string request)
    {
        lock (gate)
        {
            lose = request;
        }
    }

    /// <summary>Connections break and new ones are refused.</summary>
    public void GoOffline()
    {
        listener.Stop();
        lock (gate)
        {
            open.ForEach(c => c.Close());
            open.Clear();
        }
    }

    public void GoOnline() => listener = Listen(Port);

    public void Dispose() => GoOffline();

    private TcpListener Listen(int port)
    {
        var one = new TcpListener(IPAddress.Loopback, port);
        one.Start();
        _ = AcceptAsync(one);
        return one;
    }

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await from.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Offline.
        }
    }

    private async Task CarryAsync(TcpClient tracker)
    {
        using var there = new TcpClient();
        lock (gate)
        {
            open.Add(tracker);
        }
        try
        {
            await there.ConnectAsync(IPAddress.Loopback, server);
            var losing = false;
            var up = PumpAsync(
                tracker.GetStream(),
                there.GetStream(),
                bytes =>
                {
                    if (lose != null && Bytes.Hold(bytes, lose))
                    {
                        (lose, losing) = (null, true);
                        Lost++;
                    }
                    return true;
                }
            );
            var down = PumpAsync(there.GetStream(), tracker.GetStream(), _ => !losing);
            await Task.WhenAny(up, down);
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The server is away.
        }
        finally
        {
            tracker.Close();
        }
    }

    /// <summary>Carries bytes until one end is gone or they are not to be passed on.</summary>
    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<byte[], bool> passes)
    {
        var chunk = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(chunk)) > 0)
            {
                bool goesOn;
                lock (gate)
                {
                    log.Write(chunk, 0, read);
                    goesOn = passes(chunk[..read]);
                }
                if (!goesOn)
                {
                    return;
                }
                await to.WriteAsync(chunk.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // One of the two is gone.
        }
    }
}
