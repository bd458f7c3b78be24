// A lock on net9 and later, an object below: `lock` compiles to the right thing for both.
#if NET9_0_OR_GREATER
global using Gate = System.Threading.Lock;
#else
global using Gate = System.Object;
#endif
