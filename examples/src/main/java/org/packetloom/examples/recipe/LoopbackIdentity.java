// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** TLS of a server and a client on this machine that know each other, and nobody else. */
public final class LoopbackIdentity {
  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .commonName("localhost")
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .build();
  private static final HandshakeCertificates BOTH =
      new HandshakeCertificates.Builder()
          .heldCertificate(CERTIFICATE)
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder().addTrustedCertificate(CERTIFICATE.certificate()).build();

  private LoopbackIdentity() {}

  /** For a server, or a client who is asked for a certificate: shows it, and trusts it. */
  public static HandshakeCertificates showing() {
    return BOTH;
  }

  /** For a client: trusts the certificate, and has none to show. */
  public static HandshakeCertificates trusting() {
    return TRUST;
  }
}
