// `lock` uses System.Threading.Lock on .NET 9 and later, and an object as the monitor on .NET 8.
#if NET9_0_OR_GREATER
global using Gate = System.Threading.Lock;
#else
global using Gate = System.Object;
#endif
