using Microsoft.AspNetCore.Http;

namespace Metier.Tests.Payments.Providers;

/// <summary>What goes wrong with one request to a double.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection breaks before anything was done.</summary>
    LostBefore,

    /// <summary>It was done, and the connection breaks before the answer.</summary>
    LostAfter,

    /// <summary>An error of the server, before anything was done.</summary>
    ErrorBefore,

    /// <summary>It was done, and answered with an error of the server.</summary>
    ErrorAfter,

    /// <summary>Somebody else is at the same object.</summary>
    Conflict,
}

/// <summary>Decides what goes wrong: a list for the next requests that change something, and times when nothing answers.</summary>
internal sealed class FaultPlan
{
    private readonly Queue<Fault> next = new();
    private readonly Lock gate = new();

    /// <summary>The provider does not answer at all until then.</summary>
    public DateTimeOffset DownUntil { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Chooses for each request; null for the list only.</summary>
    public Func<HttpRequest, Fault>? Choose { get; set; }

    public void Next(params Fault[] faults)
    {
        lock (gate)
        {
            foreach (var fault in faults)
            {
                next.Enqueue(fault);
            }
        }
    }

    public Fault Take(HttpRequest request, DateTimeOffset now)
    {
        if (now < DownUntil)
        {
            return Fault.ErrorBefore;
        }
        lock (gate)
        {
            if (HttpMethods.IsPost(request.Method) && next.TryDequeue(out var planned))
            {
                return planned;
            }
        }
        return Choose?.Invoke(request) ?? Fault.None;
    }
}
