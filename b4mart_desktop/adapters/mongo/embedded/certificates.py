"""The certificates of a shared server: an authority of its own, and the server's, signed by it.

The authority stays for as long as its files do, because every counter's code names it; the server's
certificate is made anew whenever it does not fit any more.
"""

import datetime as dt
import ipaddress
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from b4mart_desktop.adapters.secret_file import write_secret

AUTHORITY_LIFE = dt.timedelta(days=365 * 30)
SERVER_LIFE = dt.timedelta(days=800)  # macOS accepts no more than 825 (Apple's HT210176)
RENEW_BEFORE = dt.timedelta(days=400)  # it is looked at when the server starts
CLOCKS_APART = dt.timedelta(days=1)

_PEM = serialization.Encoding.PEM
_PKCS8 = serialization.PrivateFormat.PKCS8
_PLAIN = serialization.NoEncryption()


class Certificates:
    """The files of both certificates, in a folder of their own.

    Attributes:
        ca_file: The authority's certificate (PEM): what clients trust.
        server_file: The server's certificate and key (PEM).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.ca_file = folder / "ca.pem"
        self._ca_key_file = folder / "ca.key"
        self.server_file = folder / "server.pem"

    def ca(self) -> bytes:
        """Return the authority's certificate (DER).

        Raises:
            OSError: there is none.
        """
        certificate = x509.load_pem_x509_certificate(self.ca_file.read_bytes())
        return certificate.public_bytes(serialization.Encoding.DER)

    def renew(self, hosts: Sequence[str]) -> None:
        """Make what is missing, damaged, about to expire, or does not name all ``hosts``.

        Takes up to half a second when something is made.

        Raises:
            OSError: the files cannot be written.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        now = dt.datetime.now(dt.UTC)
        authority, key = self._authority(now)
        if not self._server_fits(authority, hosts, now):
            write_secret(self.server_file, _server_certificate(authority, key, hosts, now))

    def _authority(self, now: dt.datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        try:
            key = serialization.load_pem_private_key(self._ca_key_file.read_bytes(), None)
            certificate = x509.load_pem_x509_certificate(self.ca_file.read_bytes())
            if isinstance(key, ec.EllipticCurvePrivateKey) and certificate.public_key() == key.public_key():
                return certificate, key
        except (FileNotFoundError, ValueError):
            pass  # never made, or damaged: then no counter can be reached with it any more
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _authority_certificate(key, now)
        write_secret(self._ca_key_file, key.private_bytes(_PEM, _PKCS8, _PLAIN))
        write_secret(self.ca_file, certificate.public_bytes(_PEM))
        return certificate, key

    def _server_fits(self, authority: x509.Certificate, hosts: Sequence[str], now: dt.datetime) -> bool:
        try:
            certificate = x509.load_pem_x509_certificate(self.server_file.read_bytes())
            certificate.verify_directly_issued_by(authority)
            named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except Exception:  # the library raises many kinds for a damaged or foreign one: make a new one
            return False
        valid = certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEW_BEFORE
        return valid and set(_alternative_names(hosts)) <= set(named)


def _authority_certificate(key: ec.EllipticCurvePrivateKey, now: dt.datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "B4Mart counters")])
    usage = x509.KeyUsage(
        key_cert_sign=True,
        crl_sign=True,
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        _builder(name, name, key.public_key(), now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server_certificate(
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    hosts: Sequence[str],
    now: dt.datetime,
) -> bytes:
    """Return certificate and key as PEM."""
    key = rsa.generate_private_key(65537, 2048)  # mongod on Windows reads no other kind
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "B4Mart first counter")])
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    # mongod presents it to itself as a client, too.
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    certificate = (
        _builder(name, authority.subject, key.public_key(), now, SERVER_LIFE)
        .add_extension(x509.SubjectAlternativeName(_alternative_names(hosts)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    return certificate.public_bytes(_PEM) + key.private_bytes(_PEM, _PKCS8, _PLAIN)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    now: dt.datetime,
    life: dt.timedelta,
) -> x509.CertificateBuilder:
    begin = now - CLOCKS_APART
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + life)
    )


def _alternative_names(hosts: Sequence[str]) -> list[x509.GeneralName]:
    return [_general_name(host) for host in dict.fromkeys(hosts)]


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
