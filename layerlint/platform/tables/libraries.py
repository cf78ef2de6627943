"""Shared libraries in Lambda's images, by SONAME. Read only where a binary needs one that no archive brings."""

AS_OF = "2026-11-23"
SOURCES = (
    "AL2: file list of a live nodejs10.x environment (2019), package lists (2020), issues since",
    "AL2023: package list of the minimal container (2023.6.20241031), which AWS names as the base; SONAMEs from package knowledge",
    "AL1: package list (2018); AL1 had far more than this selection",
    "language extras: public build scripts and issues about python3.11, python3.12 and nodejs20.x images",
)

# The kernel's own; no file carries them.
ALWAYS = "linux-vdso.so.1 linux-gate.so.1"
NEVER = "libc.musl-x86_64.so.1 libc.musl-aarch64.so.1 ld-musl-x86_64.so.1 ld-musl-aarch64.so.1"
# In every process, since every program of the images is linked to them.
PROCESS = "libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 ld-linux-x86-64.so.2 ld-linux-aarch64.so.1"
# All their symbols have versions, by the version scripts that their makers publish: none of theirs answers a symbol that
# was linked without one.
VERSIONED = """
libssl.so.3 libcrypto.so.3 libssl.so.10 libcrypto.so.10 libgssapi_krb5.so.2 libkrb5.so.3 libk5crypto.so.3
libkrb5support.so.0 liblzma.so.5 libffi.so.6 libffi.so.8 libuuid.so.1 libblkid.so.1 libmount.so.1 libsmartcols.so.1
libgcrypt.so.20 libgpg-error.so.0 libidn2.so.0 libtasn1.so.6 libp11-kit.so.0 libacl.so.1 libattr.so.1
"""

SYSTEMS = {
    "AL1": {
        "confidence": "inferred",
        "present": """
libGL.so.1 libICE.so.6 libSM.so.6 libX11.so.6 libXext.so.6 libXrender.so.1 libanl.so.1 libbz2.so.1 libc.so.6
libcairo.so.2 libcrypt.so.1 libcrypto.so.10 libcurl.so.4 libdl.so.2 libexpat.so.1 libffi.so.6 libfontconfig.so.1
libfreetype.so.6 libgcc_s.so.1 libglib-2.0.so.0 libgomp.so.1 libjpeg.so.62 liblzma.so.5 libm.so.6 libnsl.so.1
libnspr4.so libnss3.so libnss_dns.so.2 libnss_files.so.2 libpcre.so.0 libpng12.so.0 libpthread.so.0 libresolv.so.2
librt.so.1 libsqlite3.so.0 libssl.so.10 libstdc++.so.6 libthread_db.so.1 libtiff.so.5 libutil.so.1 libuuid.so.1
libxml2.so.2 libxslt.so.1 libz.so.1
""",
        "x86_64": "ld-linux-x86-64.so.2",
        "arm64": "ld-linux-aarch64.so.1",
    },
    "AL2": {
        "confidence": "measured",
        "present": """
libBrokenLocale.so.1 libSegFault.so libacl.so.1 libanl.so.1 libattr.so.1 libc.so.6 libcap.so.2 libcidn.so.1
libcom_err.so.2 libcrypto.so.10 libdl.so.2 libffi.so.6 libform.so.6 libformw.so.6 libfreebl3.so libfreeblpriv3.so
libgcc_s.so.1 libgmp.so.10 libgmpxx.so.4 libgssapi_krb5.so.2 libgssrpc.so.4 libk5crypto.so.3 libkdb5.so.8
libkeyutils.so.1 libkrad.so.0 libkrb5.so.3 libkrb5support.so.0 libm.so.6 libmemusage.so libmenu.so.6 libmenuw.so.6
libncurses.so.6 libncursesw.so.6 libnsl.so.1 libnspr4.so libnss_compat.so.2 libnss_dns.so.2 libnss_files.so.2
libnssckbi.so libnssutil3.so libp11-kit.so.0 libpanel.so.6 libpanelw.so.6 libpcprofile.so libpcre.so.1 libpcre16.so.0
libpcre32.so.0 libpcrecpp.so.0 libpcreposix.so.0 libplc4.so libplds4.so libpopt.so.0 libpthread.so.0 libresolv.so.2
librt.so.1 libselinux.so.1 libsepol.so.1 libssl.so.10 libstdc++.so.6 libtasn1.so.6 libthread_db.so.1 libtic.so.6
libtinfo.so.6 libutil.so.1 libverto.so.1 libz.so.1 p11-kit-proxy.so p11-kit-trust.so
""",
        "x86_64": "ld-linux-x86-64.so.2 libmvec.so.1",
        "arm64": "ld-linux-aarch64.so.1",
        "inferred": "libicudata.so.50 libicui18n.so.50 libicuio.so.50 libicuuc.so.50",
    },
    "AL2023": {
        "confidence": "inferred",
        "present": """
libBrokenLocale.so.1 libacl.so.1 libanl.so.1 libarchive.so.13 libassuan.so.0 libattr.so.1 libaudit.so.1 libblkid.so.1
libbz2.so.1 libc.so.6 libc_malloc_debug.so.0 libcap-ng.so.0 libcap.so.2 libcom_err.so.2 libcrypto.so.3 libcurl.so.4
libdl.so.2 libdnf.so.2 libffi.so.8 libform.so.6 libformw.so.6 libgcc_s.so.1 libgcrypt.so.20 libgio-2.0.so.0
libgirepository-1.0.so.1 libglib-2.0.so.0 libgmodule-2.0.so.0 libgmp.so.10 libgobject-2.0.so.0 libgpg-error.so.0
libgpgme.so.11 libgssapi_krb5.so.2 libgssrpc.so.4 libgthread-2.0.so.0 libhistory.so.8 libidn2.so.0 libjson-c.so.5
libk5crypto.so.3 libkeyutils.so.1 libkrad.so.0 libkrb5.so.3 libkrb5support.so.0 liblua-5.4.so liblz4.so.1 liblzma.so.5
libm.so.6 libmagic.so.1 libmenu.so.6 libmenuw.so.6 libmodulemd.so.2 libmount.so.1 libmpfr.so.6 libncurses.so.6
libncursesw.so.6 libnghttp2.so.14 libnpth.so.0 libnss_compat.so.2 libnss_dns.so.2 libnss_files.so.2 libp11-kit.so.0
libpanel.so.6 libpanelw.so.6 libpcre2-8.so.0 libpeas-1.0.so.0 libpopt.so.0 libpsl.so.5 libpthread.so.0
libreadline.so.8 librepo.so.0 libresolv.so.2 librpm.so.9 librpmio.so.9 librt.so.1 libselinux.so.1 libsepol.so.2
libsigsegv.so.2 libsmartcols.so.1 libsolv.so.1 libsolvext.so.1 libsqlite3.so.0 libssl.so.3 libstdc++.so.6
libtasn1.so.6 libthread_db.so.1 libtinfo.so.6 libunistring.so.2 libutil.so.1 libuuid.so.1 libverto.so.1 libxml2.so.2
libyaml-0.so.2 libz.so.1 libzstd.so.1
""",
        "x86_64": "ld-linux-x86-64.so.2 libmvec.so.1",
        "arm64": "ld-linux-aarch64.so.1",
        # Updated in a later minimal container than the list: there or not, nobody looked.
        "uncertain": "libcrypt.so.2 libpam.so.0 libdb-5.3.so libcrack.so.2 libeconf.so.0 libpwquality.so.1",
    },
}

# In /var/lang/lib beside the system's. What a language may have there, and nobody listed, is uncertain.
LANGUAGES = {
    "python": {
        "confidence": "reported",
        "systems": "AL2 AL2023",
        "present": "libpython{version}.so.1.0 libbz2.so.1 libsqlite3.so.0",
        # Its Pythons are linked to an OpenSSL 1.1 of which nobody said where it lies.
        "uncertain_AL2": "liblzma.so.5 libssl.so.1.1 libcrypto.so.1.1",
    },
    "nodejs": {
        "confidence": "measured",
        "systems": "AL2023",
        "present": "libssl.so.3 libcrypto.so.3",
    },
}

# The newest symbol version of the systems' own copies, by their packages: zlib 1.2.7 and 1.2.11, OpenSSL 1.0.2 and 3.0.8,
# xz 5.2.5, util-linux 2.37. All inferred, and images may have had updates since. What the C library and the compiler's
# libraries have stands with the systems in runtimes.py.
NODES = {
    "libz.so.1": {"prefix": "ZLIB_", "AL2": "1.2.5.2", "AL2023": "1.2.9"},
    "libssl.so.10": {"prefix": "OPENSSL_", "AL2": "1.0.2"},
    "libcrypto.so.10": {"prefix": "OPENSSL_", "AL2": "1.0.2"},
    "libssl.so.3": {"prefix": "OPENSSL_", "AL2023": "3.0.8"},
    "libcrypto.so.3": {"prefix": "OPENSSL_", "AL2023": "3.0.8"},
    "liblzma.so.5": {"prefix": "XZ_", "AL2023": "5.2.2"},
    "libuuid.so.1": {"prefix": "UUID_", "AL2023": "2.36"},
}
