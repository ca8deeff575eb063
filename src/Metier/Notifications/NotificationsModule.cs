using Metier.Platform;

namespace Metier.Notifications;

/// <summary>What people are told, in the product and by mail.</summary>
public sealed class NotificationsModule : Module;
