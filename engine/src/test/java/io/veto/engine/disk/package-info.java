/**
 * A file system that tells of every step before it is done, so that a test can let it fail or end the process there.
 */
package io.veto.engine.disk;
