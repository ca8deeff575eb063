using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Platform;

/// <summary>
/// Reacts to something that happened, after the commit, at least once and possibly again after a crash: it must be
/// idempotent. An exception means "try again later", a <see cref="NotYetException"/> "soon, and I am not broken".
/// </summary>
public interface IHandle<in TEvent>
{
    /// <summary>Does the work for one event.</summary>
    Task HandleAsync(TEvent happened, CancellationToken ct);
}

/// <summary>
/// A handler's way to say that what it needs is not there yet, though nothing is wrong: the event comes again after
/// <paramref name="wait"/>, and those behind it do not wait.
/// </summary>
public sealed class NotYetException(TimeSpan wait) : Exception("What it needs is not there yet.")
{
    /// <summary>How long until the event comes again.</summary>
    public TimeSpan Wait => wait;
}

/// <summary>One handler of one kind of event.</summary>
public sealed record HandlerInfo(string Name, Type EventType, Type HandlerType);

/// <summary>Which handlers hear which events; filled once at start.</summary>
public sealed class EventRegistry(IEnumerable<HandlerInfo> handlers)
{
    /// <summary>How events and remembered answers are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly ILookup<Type, HandlerInfo> byEvent = handlers.ToLookup(h => h.EventType);
    private readonly Dictionary<string, HandlerInfo> byName = handlers.ToDictionary(h => h.Name);
    private volatile Func<HandlerInfo, bool>? deaf;

    /// <summary>The handlers of this kind of event.</summary>
    public IEnumerable<HandlerInfo> HandlersOf(Type eventType) =>
        deaf is { } which ? byEvent[eventType].Where(h => !which(h)) : byEvent[eventType];

    /// <summary>Until it is called again with null, these handlers hear nothing: an invented past is not mailed to anybody.</summary>
    internal void Silence(Func<HandlerInfo, bool>? which) => deaf = which;

    /// <summary>The handler with this name, or null when a later release removed it.</summary>
    public HandlerInfo? Find(string name) => byName.GetValueOrDefault(name);
}

/// <summary>Registration of event handlers and chores.</summary>
public static class Registrations
{
    /// <summary>Lets <typeparamref name="THandler"/> hear <typeparamref name="TEvent"/>.</summary>
    public static IServiceCollection AddHandler<TEvent, THandler>(this IServiceCollection services)
        where THandler : class, IHandle<TEvent>
    {
        services.AddScoped<THandler>();
        services.AddSingleton(
            new HandlerInfo($"{typeof(THandler).Name}:{typeof(TEvent).Name}", typeof(TEvent), typeof(THandler))
        );
        return services;
    }

    /// <summary>Adds a piece of work that time triggers.</summary>
    public static IServiceCollection AddChore<TChore>(this IServiceCollection services)
        where TChore : Chore
    {
        services.AddScoped<TChore>();
        services.AddSingleton(new ChoreInfo(typeof(TChore)));
        return services;
    }
}
