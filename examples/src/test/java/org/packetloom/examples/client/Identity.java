// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.client;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Keys by which this machine is known to itself. */
final class Identity {
  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .commonName("localhost")
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  /** Shows the certificate, and trusts it. */
  static final HandshakeCertificates BOTH =
      new HandshakeCertificates.Builder()
          .heldCertificate(CERTIFICATE)
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build();

  /** Trusts the certificate, and has none to show. */
  static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder()
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build();

  private Identity() {}
}
