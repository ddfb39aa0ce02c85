import type { Algorithm } from '../../core/digest.ts';
import { cycleContent, hexadecimalContent, repeatedByte, type TestContent, textContent } from './test-contents.ts';

/** A digest that was not computed by criskit. No content has two of one algorithm. */
export interface KnownDigest {
  readonly algorithm: Algorithm;
  readonly content: TestContent;
  /** Lower-case hexadecimal text. */
  readonly digest: string;
  /** The document and the part of it; or the programs, where no document has it. */
  readonly source: string;
}

function fromSource(
  algorithm: Algorithm,
  source: string,
  digests: readonly (readonly [TestContent, string])[],
): readonly KnownDigest[] {
  return digests.map(([content, digest]) => ({ algorithm, content, digest, source }));
}

/** 448 bits. */
const twoBlocks = textContent('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq');

/** 896 bits. */
const longerMessage = textContent(
  'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
);

const millionLetters = repeatedByte('61', 1_000_000);

const eightBlocksOfDigits = textContent('01234567'.repeat(80));

const md5Digests = fromSource('md5', 'RFC 1321, A.5', [
  [textContent(''), 'd41d8cd98f00b204e9800998ecf8427e'],
  [textContent('a'), '0cc175b9c0f1b6a831c399e269772661'],
  [textContent('abc'), '900150983cd24fb0d6963f7d28e17f72'],
  [textContent('message digest'), 'f96b697d7cb7938d525a2f31aaf161d0'],
  [textContent('abcdefghijklmnopqrstuvwxyz'), 'c3fcd3d76192e4007dfb496cca67e13b'],
  [textContent('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'), 'd174ab98d277d9f5a5611c2c9f419d9f'],
  [textContent('1234567890'.repeat(8)), '57edf4a22be3c955ac49da2e2107b67a'],
]);

const sha1Digests = [
  ...fromSource('sha1', 'FIPS 180-2 (examples of FIPS 180-4), A.1 to A.3', [
    [textContent('abc'), 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    [twoBlocks, '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
    [millionLetters, '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
  ]),
  ...fromSource('sha1', 'RFC 3174, 7.3, and RFC 6234, 8.5 (SHA-1 tests of whole bytes)', [
    [eightBlocksOfDigits, 'dea356a2cddd90c7a7ecedc5ebb563934f460452'],
    [hexadecimalContent('5e'), '5e6f80a34a9798cafc6a5db96cc57ba4c4db59c2'],
    [hexadecimalContent('9a7dfdf1ecead06ed646aa55fe757146'), '82abff6605dbe1c17def12a394fa22a82b544a35'],
    [
      hexadecimalContent(
        'f78f92141bcd170ae89b4fba15a1d59f3fd84d223c9251bdacbbae61d05ed115a06a7ce117b7beead24421ded9c32592bd57edea' +
          'e39c39fa1fe8946a84d0cf1f7beead1713e2e0959897347f67c80b0400c209815d6b10a683836fd5562a56cab1a28e81b6576654' +
          '631cf16566b86e3b33a108b05307c00aff14a768ed7350606a0f85e6a91d396f5b5cbe577f9b38807c7d523d6d792f6ebc24a4ec' +
          'f2b3a427cdbbfb',
      ),
      'cb0082c8f197d260991ba6a460e76e202bad27b3',
    ],
  ]),
  ...fromSource('sha1', 'NIST CAVS 11.0, SHA1ShortMsg.rsp, Len 0 to 24', [
    [textContent(''), 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    [hexadecimalContent('36'), 'c1dfd96eea8cc2b62785275bca38ac261256e278'],
    [hexadecimalContent('195a'), '0a1c2d555bbe431ad6288af5a54f93e0449c9232'],
    [hexadecimalContent('df4bd2'), 'bf36ed5d74727dfd5d7854ec6b1d49468d8ee8aa'],
  ]),
  ...fromSource('sha1', 'DI Management, test vectors for SHA-1, SHA-2 and SHA-3 (message of FIPS 180-2, C.2)', [
    [longerMessage, 'a49b2446a02c645bf419f995b67091253a04a259'],
  ]),
];

const sha256Digests = [
  ...fromSource('sha256', 'FIPS 180-2 (examples of FIPS 180-4), B.1 to B.3', [
    [textContent('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [twoBlocks, '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    [millionLetters, 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ]),
  ...fromSource('sha256', 'RFC 6234, 8.5 (SHA-256 tests of whole bytes)', [
    [eightBlocksOfDigits, '594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5'],
    [hexadecimalContent('19'), '68aa2e2ee5dff96e3355e6c7ee373e3d6a4e17f75f9518d843709c0c9bc3e3d4'],
    [
      hexadecimalContent('e3d72570dcdd787ce3887ab2cd684652'),
      '175ee69b02ba9b58e2b0a5fd13819cea573f3940a94f825128cf4209beabb4e8',
    ],
    [
      hexadecimalContent(
        '8326754e2277372f4fc12b20527afef04d8a056971b11ad57123a7c137760000d7bef6f3c1f7a9083aa39d810db310777dab8b1e' +
          '7f02b84a26c773325f8b2374de7a4b5a58cb5c5cf35bcee6fb946e5bd694fa593a8beb3f9d6592ecedaa66ca82a29d0c51bcf933' +
          '6230e5d784e4c0a43f8d79a30a165cbabe452b774b9c7109a97d138f129228966f6c0adc106aad5a9fdd30825769b2c671af6759' +
          'df28eb393d54d6',
      ),
      '97dbca7df46d62c8a422c941dd7e835b8ad3361763f7e9b2d95f4f0da6e1ccbc',
    ],
  ]),
  ...fromSource('sha256', 'NIST CAVS 11.0, SHA256ShortMsg.rsp, Len 0 to 24', [
    [textContent(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [hexadecimalContent('d3'), '28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1'],
    [hexadecimalContent('11af'), '5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98'],
    [hexadecimalContent('b4190e'), 'dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2'],
  ]),
  ...fromSource('sha256', 'NIST, SHA-2 additional examples (SHA2_Additional.pdf), SHA-256, 1 to 10', [
    [hexadecimalContent('bd'), '68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b'],
    [hexadecimalContent('c98c8e55'), '7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504'],
    [repeatedByte('00', 55), '02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7'],
    [repeatedByte('00', 56), 'd4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb'],
    [repeatedByte('00', 57), '65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785'],
    [repeatedByte('00', 64), 'f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b'],
    [repeatedByte('00', 1000), '541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53'],
    [repeatedByte('41', 1000), 'c2e686823489ced2017f6059b8b239318b6364f6dcd835d0a519105a1eadd6e4'],
    [repeatedByte('55', 1005), 'f4d62ddec0f3dd90ea1380fa16a5ff8dc4c54b21740650f24afc4120903552b0'],
    [repeatedByte('00', 1_000_000), 'd29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025'],
  ]),
  ...fromSource('sha256', 'DI Management, test vectors for SHA-1, SHA-2 and SHA-3 (message of FIPS 180-2, C.2)', [
    [longerMessage, 'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1'],
  ]),
];

/** There `hash` is extended output; its first 32 bytes are the digest. */
const blake3Digests = fromSource('blake3', 'BLAKE3, test_vectors/test_vectors.json, first 32 bytes of "hash"', [
  [cycleContent(0), 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
  [cycleContent(1), '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
  [cycleContent(2), '7b7015bb92cf0b318037702a6cdd81dee41224f734684c2c122cd6359cb1ee63'],
  [cycleContent(3), 'e1be4d7a8ab5560aa4199eea339849ba8e293d55ca0a81006726d184519e647f'],
  [cycleContent(4), 'f30f5ab28fe047904037f77b6da4fea1e27241c5d132638d8bedce9d40494f32'],
  [cycleContent(5), 'b40b44dfd97e7a84a996a91af8b85188c66c126940ba7aad2e7ae6b385402aa2'],
  [cycleContent(6), '06c4e8ffb6872fad96f9aaca5eee1553eb62aed0ad7198cef42e87f6a616c844'],
  [cycleContent(7), '3f8770f387faad08faa9d8414e9f449ac68e6ff0417f673f602a646a891419fe'],
  [cycleContent(8), '2351207d04fc16ade43ccab08600939c7c1fa70a5c0aaca76063d04c3228eaeb'],
  [cycleContent(63), 'e9bc37a594daad83be9470df7f7b3798297c3d834ce80ba85d6e207627b7db7b'],
  [cycleContent(64), '4eed7141ea4a5cd4b788606bd23f46e212af9cacebacdc7d1f4c6dc7f2511b98'],
  [cycleContent(65), 'de1e5fa0be70df6d2be8fffd0e99ceaa8eb6e8c93a63f2d8d1c30ecb6b263dee'],
  [cycleContent(127), 'd81293fda863f008c09e92fc382a81f5a0b4a1251cba1634016a0f86a6bd640d'],
  [cycleContent(128), 'f17e570564b26578c33bb7f44643f539624b05df1a76c81f30acd548c44b45ef'],
  [cycleContent(129), '683aaae9f3c5ba37eaaf072aed0f9e30bac0865137bae68b1fde4ca2aebdcb12'],
  [cycleContent(1023), '10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11'],
  [cycleContent(1024), '42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7'],
  [cycleContent(1025), 'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
  [cycleContent(2048), 'e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a'],
  [cycleContent(2049), '5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030'],
  [cycleContent(3072), 'b98cb0ff3623be03326b373de6b9095218513e64f1ee2edd2525c7ad1e5cffd2'],
  [cycleContent(3073), '7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3'],
  [cycleContent(4096), '015094013f57a5277b59d8475c0501042c0b642e531b0a1c8f58d2163229e969'],
  [cycleContent(4097), '9b4052b38f1c5fc8b1f9ff7ac7b27cd242487b3d890d15c96a1c25b8aa0fb995'],
  [cycleContent(5120), '9cadc15fed8b5d854562b26a9536d9707cadeda9b143978f319ab34230535833'],
  [cycleContent(5121), '628bd2cb2004694adaab7bbd778a25df25c47b9d4155a55f8fbd79f2fe154cff'],
  [cycleContent(6144), '3e2e5b74e048f3add6d21faab3f83aa44d3b2278afb83b80b3c35164ebeca205'],
  [cycleContent(6145), 'f1323a8631446cc50536a9f705ee5cb619424d46887f3c376c695b70e0f0507f'],
  [cycleContent(7168), '61da957ec2499a95d6b8023e2b0e604ec7f6b50e80a9678b89d2628e99ada77a'],
  [cycleContent(7169), 'a003fc7a51754a9b3c7fae0367ab3d782dccf28855a03d435f8cfe74605e7817'],
  [cycleContent(8192), 'aae792484c8efe4f19e2ca7d371d8c467ffb10748d8a5a1ae579948f718a2a63'],
  [cycleContent(8193), 'bab6c09cb8ce8cf459261398d2e7aef35700bf488116ceb94a36d0f5f1b7bc3b'],
  [cycleContent(16_384), 'f875d6646de28985646f34ee13be9a576fd515f76b5b0a26bb324735041ddde4'],
  [cycleContent(31_744), '62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47'],
  [cycleContent(102_400), 'bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085'],
]);

/** Of no document: files that several threads hash together, in many pieces; the last piece of one is empty. */
const large = cycleContent(16_777_259);
const largeWhole = cycleContent(16_777_216);

const largeDigests = [
  ...fromSource('md5', 'GNU coreutils 9.1, md5sum', [
    [large, 'ddbb35e5c4f42e6b305bfa4c1b302bd3'],
    [largeWhole, '3fa26ae9e0a7aa835755bee5ed80ff95'],
  ]),
  ...fromSource('sha1', 'GNU coreutils 9.1, sha1sum', [
    [large, 'def40f95c46643ef4b5900a499ebbd18131f21ef'],
    [largeWhole, 'bd60405be79948989a6c1d6963ee20e6c940b936'],
  ]),
  ...fromSource('sha256', 'GNU coreutils 9.1, sha256sum', [
    [large, 'b46997823c3aa22e1b5cb8bad686bdad34424912b58ba3142b90d5fa04cb1ecc'],
    [largeWhole, '287507f403176f1f5b22b9a4d9cb49f7d7f88ac19e406b5ae87ce109564846bd'],
  ]),
  ...fromSource('blake3', 'b3sum 1.2.0 of the BLAKE3 team', [
    [large, '4cd27399e2f8e54a03a409a46707d6c6149ec2c1ae85461f7a0901045567762d'],
    [largeWhole, '869b1292c8bed5bdb2e0075e0c50ccf8b24b33a0f81071c86206bd8fdb269579'],
  ]),
];

/** What criskit's digests are compared with: those that documents publish first. */
export const knownDigests: readonly KnownDigest[] = [
  ...md5Digests,
  ...sha1Digests,
  ...sha256Digests,
  ...blake3Digests,
  ...largeDigests,
];
