// SPDX-License-Identifier: Apache-2.0
package com.example.rope;

import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.conformance.StreamConformance;

class RopeStreamTest extends StreamConformance {
  @Override
  public SchemeUnderTest scheme() {
    return new RopeUnderTest();
  }
}
