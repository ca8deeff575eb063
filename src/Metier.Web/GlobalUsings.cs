global using Metier.Platform;
