// SPDX-License-Identifier: Apache-2.0
/** What {@code packetloom demo} shows: a row for each scheme, and proofs beside the JDK. */
package org.packetloom.examples.demo;
