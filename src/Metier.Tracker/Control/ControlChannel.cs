using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Metier.Tracker.Store;

namespace Metier.Tracker.Control;

/// <summary>
/// How the commands reach the background program: a socket file in its folder, which only the owner can open, one line of JSON
/// each way. Windows has such sockets too since 2018.
/// </summary>
internal static class ControlChannel
{
    private const int LongestLine = 1 << 20;

    /// <summary>Answers commands until cancelled.</summary>
    public static async Task ServeAsync(
        Home home,
        Func<ControlRequest, CancellationToken, Task<ControlAnswer>> handle,
        CancellationToken ct
    )
    {
        // The folder is held by the lock file, so a socket that lies there is a dead program's.
        File.Delete(home.Socket);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(home.Socket));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(home.Socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        listener.Listen(8);
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(ct);
                _ = AnswerAsync(socket, handle, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
        finally
        {
            File.Delete(home.Socket);
        }
    }

    /// <summary>Asks the background program; null when there is none.</summary>
    public static async Task<ControlAnswer?> AskAsync(Home home, ControlRequest request, CancellationToken ct)
    {
        if (!File.Exists(home.Socket))
        {
            return null;
        }
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(home.Socket), ct);
            await using var stream = new NetworkStream(socket);
            await WriteLineAsync(stream, JsonSerializer.Serialize(request, ControlJson.Default.ControlRequest), ct);
            return await ReadLineAsync(stream, ct) is { } line
                ? JsonSerializer.Deserialize(line, ControlJson.Default.ControlAnswer)
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task AnswerAsync(
        Socket socket,
        Func<ControlRequest, CancellationToken, Task<ControlAnswer>> handle,
        CancellationToken ct
    )
    {
        try
        {
            using var _ = socket;
            await using var stream = new NetworkStream(socket);
            if (
                await ReadLineAsync(stream, ct) is { } line
                && JsonSerializer.Deserialize(line, ControlJson.Default.ControlRequest) is { } request
            )
            {
                var answer = await handle(request, ct);
                await WriteLineAsync(stream, JsonSerializer.Serialize(answer, ControlJson.Default.ControlAnswer), ct);
            }
        }
        catch (Exception e) when (e is IOException or JsonException or SocketException or OperationCanceledException)
        {
            // Whoever asked has gone, or spoke another language; the tracker goes on.
        }
    }

    private static async Task WriteLineAsync(NetworkStream stream, string line, CancellationToken ct) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), ct);

    private static async Task<string?> ReadLineAsync(NetworkStream stream, CancellationToken ct)
    {
        using var gathered = new MemoryStream();
        var buffer = new byte[4096];
        while (gathered.Length < LongestLine)
        {
            var read = await stream.ReadAsync(buffer, ct);
            if (read == 0)
            {
                return null;
            }
            gathered.Write(buffer, 0, read);
            if (buffer[read - 1] == '\n')
            {
                return Encoding.UTF8.GetString(gathered.GetBuffer(), 0, (int)gathered.Length - 1);
            }
        }
        return null;
    }
}
